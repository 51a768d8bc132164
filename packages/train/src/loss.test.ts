import { describe, expect, it } from 'vitest';
import { type LossOptions, softmaxCrossEntropy } from './loss.ts';

const LOGITS = [1.5, -0.5, 0.25, 0, 3, -2, -1, -1, 2.5];
const LABELS = Uint8Array.of(0, 2, 2);

// Keras 3.15.1: CategoricalCrossentropy(from_logits=True, label_smoothing=…), its gradient by GradientTape, and the
// weighted ones as sum(weight × loss) / sum(weight).
const cases: [string, LossOptions, number, number[]][] = [
  [
    'plain',
    {},
    1.8218595,
    [
      -0.0988953560590744, 0.031727731227874756, 0.06716760993003845, 0.01570780761539936, 0.3154997229576111,
      -0.3312075138092041, 0.009492497891187668, 0.009492497891187668, -0.018984993919730186,
    ],
  ],
  [
    'weighted',
    { classWeights: [2, 1, 0.5] },
    1.0869057,
    [
      -0.1977907121181488, 0.06345546245574951, 0.1343352198600769, 0.00785390380769968, 0.15774986147880554,
      -0.16560375690460205, 0.004746248945593834, 0.004746248945593834, -0.009492496959865093,
    ],
  ],
  [
    'smoothed',
    { labelSmoothing: 0.1 },
    1.8579706,
    [
      -0.07667313516139984, 0.020616617053747177, 0.05605649575591087, 0.004596695303916931,
      0.3043886125087738, -0.30898529291152954, -0.0016186144202947617, -0.0016186144202947617,
      0.003237227676436305,
    ],
  ],
  [
    'smoothed and weighted',
    { labelSmoothing: 0.1, classWeights: [2, 1, 0.5] },
    1.159128,
    [
      -0.15334627032279968, 0.041233234107494354, 0.11211299151182175, 0.0022983476519584656,
      0.1521943062543869, -0.15449264645576477, -0.0008093072101473808, -0.0008093072101473808,
      0.0016186138382181525,
    ],
  ],
];

describe('softmaxCrossEntropy', () => {
  it.each(cases)('gives the loss and gradient of Keras: %s', (_name, options, loss, gradient) => {
    const actual = softmaxCrossEntropy(LOGITS, LABELS, options);
    expect(actual.loss).toBeCloseTo(loss, 6);
    expect(actual.correct).toBe(2);
    for (const [i, expected] of gradient.entries()) expect(actual.gradient[i]).toBeCloseTo(expected, 7);
  });

  it('has a gradient that agrees with finite differences', () => {
    const options = { labelSmoothing: 0.2, classWeights: [0.3, 2, 1] };
    const { gradient } = softmaxCrossEntropy(LOGITS, LABELS, options);
    for (const i of LOGITS.keys()) {
      const at = (delta: number) =>
        softmaxCrossEntropy(LOGITS.with(i, LOGITS[i]! + delta), LABELS, options).loss;
      expect(gradient[i]).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 6);
    }
  });

  it('does not overflow on large logits', () => {
    const { loss, gradient } = softmaxCrossEntropy([1000, 0, -1000], Uint8Array.of(1));
    expect(loss).toBe(1000);
    expect(Array.from(gradient)).toEqual([1, -1, 0]);
  });

  it('gives NaN for a NaN', () => {
    expect(softmaxCrossEntropy([Number.NaN, 0], Uint8Array.of(1)).loss).toBeNaN();
  });

  it('gives nothing for a batch whose classes all weigh 0', () => {
    const { loss, gradient } = softmaxCrossEntropy([1, 2], Uint8Array.of(0), { classWeights: [0, 1] });
    expect(loss).toBe(0);
    expect(Array.from(gradient, Math.abs)).toEqual([0, 0]);
  });

  it('refuses a label that is no class', () => {
    expect(() => softmaxCrossEntropy(LOGITS, Uint8Array.of(0, 255, 1))).toThrow(
      expect.objectContaining({
        code: 'FER_INVALID_ARGUMENT',
        details: { image: 1, label: 255, classes: 3 },
      }),
    );
  });
});
