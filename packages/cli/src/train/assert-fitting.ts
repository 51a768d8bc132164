import { SYNTHETIC } from '../data/load-data.ts';
import { UsageError } from '../errors/usage-error.ts';
import type { TrainingOptions } from './train-options.ts';

/** Options that only count together with another one, and when that is so. */
const DEPENDENT: readonly (readonly [
  options: readonly (keyof TrainingOptions)[],
  needed: string,
  counts: (options: TrainingOptions) => boolean,
])[] = [
  [['ferplus'], '--targets ferplus', ({ targets }) => targets === 'ferplus'],
  [['finalRate'], '--schedule cosine', ({ schedule }) => schedule === 'cosine'],
  [['momentum'], '--optimizer sgd', ({ optimizer }) => optimizer === 'sgd'],
  [
    ['augmentStrength', 'flip', 'rotate', 'zoom', 'shift', 'brightness', 'contrast', 'erase'],
    'an augmentation (--augment standard)',
    ({ augment }) => augment !== 'none',
  ],
  [
    ['mixShare', 'mixUntil'],
    '--mixup or --cutmix',
    ({ mixup, cutmix }) => mixup !== undefined || cutmix !== undefined,
  ],
  [['freeze'], '--from', ({ from }) => from !== undefined],
  [['labels'], '--targets labels', ({ targets }) => targets === 'labels'],
  [['temperature', 'teacherShare'], '--teacher', ({ teacher }) => teacher !== undefined],
];

/**
 * Checks that every option counts with the others, wherever they come from: one that does not would be passed over.
 *
 * @throws UsageError
 */
export function assertFitting(options: TrainingOptions): void {
  for (const [names, needed, counts] of DEPENDENT) {
    const name = names.find((one) => options[one] !== undefined);
    if (name !== undefined && !counts(options)) {
      throw new UsageError(`${flagOf(name)} counts only with ${needed}. Leave it out, or add that.`);
    }
  }
  if (options.targets === 'ferplus' && options.data === SYNTHETIC) {
    throw new UsageError('--targets ferplus needs fer2013.csv as --data: nobody has voted on drawn faces.');
  }
  if (options.from !== undefined && options.architectureOptions !== undefined) {
    throw new UsageError('--architecture-options and --from exclude each other: the weights say them.');
  }
  const { mixup, cutmix, mixShare = 0 } = options;
  if (mixup !== undefined && cutmix !== undefined && mixShare > 0.5) {
    throw new UsageError(
      `--mix-share is at most 0.5 with both --mixup and --cutmix, but is ${mixShare}: each mixes as many batches.`,
    );
  }
}

/** `mixShare` is `--mix-share`. */
function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
