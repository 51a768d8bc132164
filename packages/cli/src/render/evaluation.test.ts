import { EMOTIONS } from '@fer/core';
import { compareClassifiers, scoreProbabilities } from '@fer/model';
import { expect, it } from 'vitest';
import type { SplitEvaluation } from '../evaluation/evaluate-split.ts';
import { renderEvaluation } from './evaluation.ts';
import { plainStyle } from './style.ts';

/** Ten happy faces, of which eight are called happy. */
const labels = new Uint8Array(10).fill(3);
const probabilities = Float32Array.from(
  [...labels.keys()].flatMap((image) =>
    EMOTIONS.map((_, label) => (label === (image < 8 ? 3 : 4) ? 0.7 - image / 100 : 0.05 + image / 600)),
  ),
);
const evaluation: SplitEvaluation = {
  split: 'public',
  labelSource: 'fer2013',
  architecture: 'tiny',
  runtime: 'cpu',
  labels: EMOTIONS,
  ...scoreProbabilities(probabilities, labels),
};
const linesOf = (changes: Partial<SplitEvaluation> = {}) =>
  renderEvaluation({ ...evaluation, ...changes }, plainStyle);

it('is short where nothing else was asked for', () => {
  const lines = linesOf();
  const blank = lines.indexOf('');
  expect(lines.slice(0, blank)).toEqual([
    expect.stringMatching(/^PublicTest, 10 images: 80\.0 % \([\d.]+–[\d.]+\) right$/),
    expect.stringMatching(
      /^balanced accuracy 80\.0 % \(.*\) · loss \d\.\d{3} · calibration error \d+\.\d %$/,
    ),
    'right of the surest 90 %: 88.9 % · 80 %: 100.0 % · 70 %: 100.0 % · 60 %: 100.0 % · 50 %: 100.0 %',
  ]);
});

it('tells apart what was asked for besides', () => {
  const score = scoreProbabilities(probabilities, labels, { temperature: 2 });
  const [other] = [scoreProbabilities(probabilities.subarray(0, 63), labels.subarray(0, 9))];
  const comparison = compareClassifiers([1, 1, 1, 1, 1, 1, 1, 1, 0, 0], [1, 0, 0, 0, 0, 0, 0, 1, 1, 0]);
  const lines = linesOf({
    labelSource: 'ferplus',
    ...score,
    tta: { kind: 'flip', ...evaluation },
    withoutCopies: { leftOut: 1, ...other },
    against: {
      weights: 'theirs',
      labels: EMOTIONS,
      architecture: 'tiny',
      runtime: 'cpu',
      ...other,
      comparison,
    },
  });
  expect(lines[0]).toMatch(/^PublicTest by FER\+, 10 images/);
  expect(lines[1]).toMatch(/calibration error \d+\.\d % \(\d+\.\d % without the temperature 2\)$/);
  expect(lines[3]).toMatch(/^with flip: 80\.0 % \(.*\) right · balanced accuracy .* · loss/);
  expect(lines[4]).toMatch(/^without the 1 images that Training holds too: 88\.9 % \(.*\) right$/);
  // Six that only these call right, one that only those do: 2 · (1 + 7) / 2^7.
  expect(lines[5]).toMatch(
    /^against theirs, 88\.9 % \(.*\) right: \+50\.0 points \(.* to .*\), McNemar p = 0\.125$/,
  );
  expect(lines[6]).toBe('only these are right on 6 images, only those on 1');
});
