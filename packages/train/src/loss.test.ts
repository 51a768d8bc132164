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
    const actual = softmaxCrossEntropy(LOGITS, { labels: LABELS, size: 3 }, options);
    expect(actual.loss).toBeCloseTo(loss, 6);
    expect(actual.correct).toBe(2);
    for (const [i, expected] of gradient.entries()) expect(actual.gradient[i]).toBeCloseTo(expected, 7);
  });

  it('has a gradient that agrees with finite differences', () => {
    const options = { labelSmoothing: 0.2, classWeights: [0.3, 2, 1] };
    const { gradient } = softmaxCrossEntropy(LOGITS, { labels: LABELS, size: 3 }, options);
    for (const i of LOGITS.keys()) {
      const at = (delta: number) =>
        softmaxCrossEntropy(LOGITS.with(i, LOGITS[i]! + delta), { labels: LABELS, size: 3 }, options).loss;
      expect(gradient[i]).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 6);
    }
  });

  it('does not overflow on large logits', () => {
    const { loss, gradient } = softmaxCrossEntropy([1000, 0, -1000], { labels: Uint8Array.of(1), size: 1 });
    expect(loss).toBe(1000);
    expect(Array.from(gradient)).toEqual([1, -1, 0]);
  });

  it('gives NaN for a NaN', () => {
    expect(softmaxCrossEntropy([Number.NaN, 0], { labels: Uint8Array.of(1), size: 1 }).loss).toBeNaN();
  });

  it('gives nothing for a batch whose classes all weigh 0', () => {
    const { loss, gradient } = softmaxCrossEntropy(
      [1, 2],
      { labels: Uint8Array.of(0), size: 1 },
      { classWeights: [0, 1] },
    );
    expect(loss).toBe(0);
    expect(Array.from(gradient, Math.abs)).toEqual([0, 0]);
  });

  it('refuses a label that is no class', () => {
    expect(() => softmaxCrossEntropy(LOGITS, { labels: Uint8Array.of(0, 255, 1), size: 3 })).toThrow(
      expect.objectContaining({
        code: 'FER_INVALID_ARGUMENT',
        details: { image: 1, label: 255, classes: 3 },
      }),
    );
  });

  const labelled = (...labels: number[]) =>
    softmaxCrossEntropy(LOGITS, { labels: Uint8Array.from(labels), size: 3 });

  it('is linear in soft targets', () => {
    const targets = Float32Array.of(0.25, 0.75, 0, 0, 0.5, 0.5, 1, 0, 0);
    const soft = softmaxCrossEntropy(LOGITS, { targets, size: 3 });
    // By halves and quarters: (0, 1, 0), (1, 1, 0), (1, 2, 0), (1, 2, 0).
    const parts = [labelled(0, 1, 0), labelled(1, 1, 0), labelled(1, 2, 0), labelled(1, 2, 0)];
    expect(soft.loss).toBeCloseTo(
      parts.reduce((sum, { loss }) => sum + loss / 4, 0),
      6,
    );
    for (const [i, value] of soft.gradient.entries()) {
      expect(value).toBeCloseTo(
        parts.reduce((sum, { gradient }) => sum + gradient[i]! / 4, 0),
        6,
      );
    }
    // Without labels the highest target counts: classes 1, 1 (the first of two) and 0.
    expect(soft.correct).toBe(1);
    expect(softmaxCrossEntropy(LOGITS, { targets, labels: LABELS, size: 3 }).correct).toBe(2);
  });

  it('weighs an image of two classes by the mean of their weights', () => {
    const classWeights = [2, 1, 0.5];
    const targets = Float32Array.of(0.5, 0.5, 0);
    const { loss } = softmaxCrossEntropy(
      [...LOGITS.slice(0, 3), ...LOGITS.slice(6)],
      { targets: Float32Array.of(...targets, 0, 0, 1), size: 2 },
      { classWeights },
    );
    const [both, third] = [
      softmaxCrossEntropy(LOGITS.slice(0, 3), { targets, size: 1 }).loss,
      softmaxCrossEntropy(LOGITS.slice(6), { labels: Uint8Array.of(2), size: 1 }).loss,
    ];
    expect(loss).toBeCloseTo((1.5 * both + 0.5 * third) / 2, 6);
  });

  describe('with teachers', () => {
    const probabilities = Float32Array.of(0.7, 0.2, 0.1, 0.05, 0.9, 0.05, 0.3, 0.3, 0.4);
    const taught = (temperature: number, share: number) => ({ probabilities, temperature, share });

    it('at temperature 1 and share 1 takes their answers for targets', () => {
      const received = softmaxCrossEntropy(LOGITS, { labels: LABELS, size: 3, taught: taught(1, 1) });
      const expected = softmaxCrossEntropy(LOGITS, { targets: probabilities, size: 3 });
      expect(received.loss).toBeCloseTo(expected.loss, 6);
      for (const [i, value] of expected.gradient.entries())
        expect(received.gradient[i]).toBeCloseTo(value, 6);
    });

    it('has a gradient that agrees with finite differences', () => {
      const answers = { labels: LABELS, size: 3, taught: taught(3, 0.6) };
      const options = { labelSmoothing: 0.1, classWeights: [0.3, 2, 1] };
      const { gradient } = softmaxCrossEntropy(LOGITS, answers, options);
      for (const i of LOGITS.keys()) {
        const at = (delta: number) =>
          softmaxCrossEntropy(LOGITS.with(i, LOGITS[i]! + delta), answers, options).loss;
        expect(gradient[i]).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 6);
      }
    });

    it('at a high temperature has the gradient of matching logits', () => {
      // Hinton et al. 2015, equation 4: (z - v) / classes for logits of mean 0, here over a batch of one.
      const [z, v] = [
        [0.8, -0.3, -0.5],
        [-0.2, 0.7, -0.5],
      ];
      const temperature = 1000;
      const powers = v.map((logit) => Math.exp(logit / temperature));
      const sum = powers.reduce((total, power) => total + power, 0);
      const { gradient } = softmaxCrossEntropy(z, {
        labels: Uint8Array.of(0),
        size: 1,
        taught: { probabilities: Float32Array.from(powers, (p) => p / sum), temperature, share: 1 },
      });
      for (const [i, value] of gradient.entries()) expect(value).toBeCloseTo((z[i]! - v[i]!) / 3, 2);
    });
  });

  it('refuses answers of another size, or none', () => {
    const withTargets = () => softmaxCrossEntropy(LOGITS, { targets: new Float32Array(12), size: 3 });
    expect(withTargets).toThrow('targets for 4 classes, but the network has 3');
    expect(() => softmaxCrossEntropy(LOGITS, { size: 3 })).toThrow('labels or targets');
  });
});
