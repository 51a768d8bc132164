import { EMOTIONS, type InputSpec, type LabelledImages, type Network, UNLABELLED } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { FER2013_INPUT } from '../architectures/fer2013-input.ts';
import figures from './__fixtures__/scikit-learn-figures.json' with { type: 'json' };
import { type EvaluateOptions, evaluate } from './evaluate.ts';

type Predictor = Pick<Network, 'predict'>;

// Eight classes in an order of their own; the data has none of the seventh.
const labels = ['neutral', 'happy', 'surprise', 'sad', 'angry', 'disgust', 'contempt', 'fear'];
const input: InputSpec = { ...FER2013_INPUT, width: 2, height: 1, range: [0, 255] };

/** Each image's first pixel is its number. */
const data: LabelledImages = {
  images: Uint8Array.from(figures.actual.flatMap((_, i) => [i, 0])),
  labels: Uint8Array.from(figures.actual, (output) => EMOTIONS.indexOf(labels[output] as never)),
  count: figures.actual.length,
  width: 2,
  height: 1,
};

/** Looks the answer up by the image's number. */
function oracle(batches: number[] = []): Predictor {
  return {
    async predict(pixels, batch) {
      batches.push(batch);
      const rows = Array.from({ length: batch }, (_, i) => pixels[2 * i]! * labels.length);
      return Float32Array.from(rows.flatMap((row) => figures.probabilities.slice(row, row + labels.length)));
    },
  };
}

// scikit-learn 1.x on seeded noise: log_loss, accuracy_score, balanced_accuracy_score,
// precision_recall_fscore_support(zero_division=0), confusion_matrix; the calibration error by the paper's formula.
describe('agrees with scikit-learn', () => {
  it.each([1, 7, 40, 64])('in batches of %i', async (batchSize) => {
    const batches: number[] = [];
    const result = await evaluate(oracle(batches), data, { input, labels, batchSize });
    expect(batches.reduce((a, b) => a + b)).toBe(40);
    expect(Math.max(...batches)).toBe(Math.min(batchSize, 40));

    expect(result.count).toBe(40);
    expect(result.loss).toBeCloseTo(figures.loss, 6);
    expect(result.top1).toBeCloseTo(figures.top1, 12);
    expect(result.balancedAccuracy).toBeCloseTo(figures.balancedAccuracy, 12);
    expect(result.confusionMatrix).toEqual(figures.matrix);
    expect(result.calibration.expectedError).toBeCloseTo(figures.ece, 6);
    for (const [i, metrics] of result.perClass.entries()) {
      expect(metrics).toEqual({
        label: labels[i],
        support: figures.support[i],
        precision: expect.closeTo(figures.precision[i]!, 12),
        recall: expect.closeTo(figures.recall[i]!, 12),
        f1: expect.closeTo(figures.f1[i]!, 12),
      });
    }
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

describe('a class without images', () => {
  it('counts as zero for itself and not at all for the balanced accuracy', async () => {
    const { perClass } = await evaluate(oracle(), data, { input, labels });
    expect(perClass[6]).toEqual({ label: 'contempt', support: 0, precision: 0, recall: 0, f1: 0 });
  });
});

it('bounds the loss of a sure mistake', async () => {
  const sure: Predictor = { predict: async () => Float32Array.of(1, 0, 0, 0, 0, 0, 0) };
  const one = { ...data, count: 1, labels: Uint8Array.of(3), images: Uint8Array.of(0, 0) };
  // -ln(1e-7)
  expect((await evaluate(sure, one, { input })).loss).toBeCloseTo(16.118, 3);
});

it('takes the first of equal probabilities', async () => {
  const unsure: Predictor = { predict: async () => new Float32Array(7).fill(1 / 7) };
  const one = { ...data, count: 1, labels: Uint8Array.of(0), images: Uint8Array.of(0, 0) };
  expect((await evaluate(unsure, one, { input })).top1).toBe(1);
});

it('resizes and scales images to what the network expects', async () => {
  const seen: number[][] = [];
  const network: Predictor = {
    async predict(pixels, batch) {
      seen.push([...pixels]);
      return new Float32Array(batch * 7).fill(1 / 7);
    },
  };
  const images = {
    images: Uint8Array.of(0, 255, 0, 255, 100, 100, 100, 100),
    labels: Uint8Array.of(0, 1),
    count: 2,
    width: 2,
    height: 2,
  };
  await evaluate(network, images, { input: { ...input, width: 1, height: 1, range: [-1, 1] } });
  expect(seen).toEqual([[expect.closeTo(0, 6), expect.closeTo((100 / 255) * 2 - 1, 6)]]);
});

it('tells how far it is', async () => {
  const progress: unknown[] = [];
  await evaluate(oracle(), data, { input, labels, batchSize: 16, onProgress: (p) => progress.push(p) });
  expect(progress).toEqual([16, 32, 40].map((done) => ({ done, count: 40 })));
});

it('can be aborted by a timer, though the network never pauses', async () => {
  const signal = AbortSignal.timeout(1);
  const busy: Predictor = {
    async predict(_, batch) {
      const end = performance.now() + 5;
      while (performance.now() < end);
      return new Float32Array(batch * labels.length).fill(1 / labels.length);
    },
  };
  await expect(evaluate(busy, data, { input, labels, batchSize: 1, signal })).rejects.toMatchObject({
    name: 'TimeoutError',
  });
});

describe('refuses', () => {
  const run = (changes: Partial<LabelledImages>, options: Partial<EvaluateOptions> = {}) =>
    evaluate(oracle(), { ...data, ...changes }, { input, labels, ...options });

  it('no images at all', async () => {
    await expect(run({ count: 0 })).rejects.toMatchObject({ code: 'FER_DATA_EMPTY' });
  });

  it.each([UNLABELLED, 7])('images with label %i', async (label) => {
    const unlabelled = data.labels.slice();
    unlabelled[5] = label;
    await expect(run({ labels: unlabelled })).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      details: { image: 5 },
    });
  });

  it('a network that does not know a class of the data', async () => {
    await expect(run({}, { labels: labels.with(0, 'calm') })).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining('neutral'),
    });
  });

  it.each([0, 2.5, Number.NaN])('a batch size of %s', async (batchSize) => {
    await expect(run({}, { batchSize })).rejects.toMatchObject({ code: 'FER_INVALID_ARGUMENT' });
  });

  it('a network that gives NaN', async () => {
    const broken: Predictor = { predict: async () => Float32Array.of(Number.NaN) };
    await expect(evaluate(broken, data, { input, labels, batchSize: 1 })).rejects.toMatchObject({
      code: 'FER_RUNTIME_FAILED',
      details: { image: 0 },
    });
  });
});
