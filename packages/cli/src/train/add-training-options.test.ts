import {
  CUTMIX_DEFAULTS,
  DISTILLATION_DEFAULTS,
  EMA_DEFAULTS,
  MIXUP_DEFAULTS,
  SCHEDULE_DEFAULTS,
  SGD_DEFAULTS,
} from '@fer/train';
import { Command } from 'commander';
import { expect, it } from 'vitest';
import { withTrainingOptions } from './add-training-options.ts';

const command = () => withTrainingOptions(new Command());

it('takes the values of the trainer for options that are given alone', () => {
  const options = command().parse(['--ema', '--mixup', '--cutmix'], { from: 'user' }).opts();
  expect(options).toMatchObject({
    ema: EMA_DEFAULTS.decay,
    mixup: MIXUP_DEFAULTS.alpha,
    cutmix: CUTMIX_DEFAULTS.alpha,
  });
});

it.each([
  ['--momentum', SGD_DEFAULTS.momentum],
  ['--final-rate', SCHEDULE_DEFAULTS.cosine.finalFactor],
  ['--mix-share', MIXUP_DEFAULTS.probability],
  ['--mix-share', CUTMIX_DEFAULTS.probability],
  ['--mix-until', MIXUP_DEFAULTS.until],
  ['--mix-until', CUTMIX_DEFAULTS.until],
  ['--temperature', DISTILLATION_DEFAULTS.temperature],
  ['--teacher-share', DISTILLATION_DEFAULTS.share],
])('says what the trainer does without %s: %d', (flag, value) => {
  const { description } = command().options.find(({ long }) => long === flag)!;
  expect(description).toMatch(new RegExp(`default ${value}$`));
});
