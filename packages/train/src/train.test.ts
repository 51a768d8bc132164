import { scaleToRange } from '@fer/core';
import { loadModel, weightSpecs } from '@fer/model';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { getBackend, memory, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  bitsOf,
  cpuRuntime,
  tinyBatches,
  tinyImages,
  tinyOptions,
  tinyPlugin,
} from './__fixtures__/tiny-training.ts';
import { decodeCheckpoint } from './checkpoint-format.ts';
import { createMemoryCheckpointStore } from './checkpoint-store.ts';
import { initializeWeights } from './initialize-weights.ts';
import type { TrainOptions } from './options.ts';
import type { TrainProgress } from './progress.ts';
import { train } from './train.ts';

async function record(options: Partial<TrainOptions> = {}) {
  const events: TrainProgress[] = [];
  const onProgress = (event: TrainProgress) => {
    events.push(event);
    options.onProgress?.(event);
  };
  const result = await train(tinyOptions({ ...options, onProgress }));
  const ofType = <Type extends TrainProgress['type']>(type: Type) =>
    events.filter((event): event is Extract<TrainProgress, { type: Type }> => event.type === type);
  return { result, events, ofType };
}

describe('train', () => {
  it('learns', async () => {
    const { history, best } = await train(tinyOptions({ epochs: 12, architectureOptions: { dropout: 0 } }));
    expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss * 0.8);
    expect(best.validation!.accuracy).toBeGreaterThan(0.8);
  });

  it('comes to the same bits twice, and to others with another seed', async () => {
    const [first, second, other] = [
      await train(tinyOptions()),
      await train(tinyOptions()),
      await train(tinyOptions({ seed: 6 })),
    ];
    expect(bitsOf(second.final.tensors)).toBe(bitsOf(first.final.tensors));
    expect(second.history).toEqual(first.history);
    expect(bitsOf(other.final.tensors)).not.toBe(bitsOf(first.final.tensors));
  });

  it('is not changed by writing checkpoints', async () => {
    const plain = await train(tinyOptions());
    const checkpoints = createMemoryCheckpointStore();
    const written = await train(tinyOptions({ checkpoints, checkpointEverySteps: 1 }));
    expect(bitsOf(written.final.tensors)).toBe(bitsOf(plain.final.tensors));
  });

  it('counts steps on from one epoch to the next', async () => {
    // The same batches as two epochs or as one: masks and Adam's correction must not begin anew.
    const steady = { schedule: { type: 'constant' }, validation: undefined } as const;
    const asTwo = { batches: tinyBatches({ stepsPerEpoch: 2 }), epochs: 2 };
    const asOne = { batches: tinyBatches({ stepsPerEpoch: 4 }), epochs: 1 };
    const [two, one] = [
      await train(tinyOptions({ ...steady, ...asTwo })),
      await train(tinyOptions({ ...steady, ...asOne })),
    ];
    expect(bitsOf(two.final.tensors)).toBe(bitsOf(one.final.tensors));
  });

  it('computes on its own backend whichever others choose between its steps', async () => {
    // A backend without any kernel: to compute on it fails.
    registerBackend('bare', () => new MathBackendCPU());
    const plain = await train(tinyOptions());
    const { result } = await record({
      onProgress: ({ type }) => {
        if (type === 'step' || type === 'validating') void setBackend('bare');
      },
    });
    expect(getBackend()).toBe('bare');
    expect(bitsOf(result.final.tensors)).toBe(bitsOf(plain.final.tensors));
    removeBackend('bare');
  });

  it('leaves no tensor behind and does not grow from step to step', async () => {
    await train(tinyOptions({ epochs: 1 }));
    const before = memory().numTensors;
    const during: number[] = [];
    await train(
      tinyOptions({ onProgress: (event) => event.type === 'step' && during.push(memory().numTensors) }),
    );
    expect(new Set(during).size).toBe(1);
    expect(memory().numTensors).toBe(before);
    await expect(train(tinyOptions({ initialWeights: new Map() }))).rejects.toThrow();
    expect(memory().numTensors).toBe(before);
  });

  it.each<[string, Partial<TrainOptions>]>([
    ['classWeights', { classWeights: [1, 1, 1] }],
    ['labelSmoothing', { labelSmoothing: 0 }],
    ['clipNorm', { clipNorm: 0.1 }],
    ['learningRate', { learningRate: 0.011 }],
    ['weightDecay', { optimizer: { type: 'adam', weightDecay: 0.1 } }],
    ['schedule', { schedule: { type: 'constant' } }],
    ['dropout', { architectureOptions: { dropout: 0.3 } }],
  ])('does something with %s', async (_name, options) => {
    const [usual, changed] = [
      await train(tinyOptions({ epochs: 1 })),
      await train(tinyOptions({ epochs: 1, ...options })),
    ];
    expect(bitsOf(changed.final.tensors)).not.toBe(bitsOf(usual.final.tensors));
  });

  it('draws its first weights from the seed, or starts from those it is given', async () => {
    const still = { epochs: 1, learningRate: 1e-30, clipNorm: 1e-6, optimizer: { type: 'sgd' } } as const;
    const { final } = await train(tinyOptions({ ...still, seed: 3 }));
    const { graph, input } = await train(tinyOptions(still));
    const drawn = initializeWeights(weightSpecs(graph, input), 3);
    expect(final.tensors.get('conv1/kernel')).toEqual(drawn.get('conv1/kernel'));

    const initialWeights = initializeWeights(weightSpecs(graph, input), 44);
    const given = bitsOf(initialWeights);
    const { final: tuned } = await train(tinyOptions({ ...still, initialWeights }));
    expect(tuned.tensors.get('dense1/kernel')).toEqual(initialWeights.get('dense1/kernel'));
    expect(bitsOf(initialWeights)).toBe(given);
  });

  it('keeps the best epoch by the metric, the earlier of equals', async () => {
    const { history, best } = await train(tinyOptions({ epochs: 8, metric: 'loss' }));
    const losses = history.map(({ validation }) => validation!.loss);
    expect(best.epoch).toBe(losses.indexOf(Math.min(...losses)));
    expect(best.validation).toEqual(history[best.epoch]!.validation);

    const byAccuracy = await train(tinyOptions({ epochs: 8, metric: 'accuracy' }));
    const accuracies = byAccuracy.history.map(({ validation }) => validation!.accuracy);
    expect(byAccuracy.best.epoch).toBe(accuracies.indexOf(Math.max(...accuracies)));
  });

  it('gives the weights that stood after the best epoch', async () => {
    // The rate of the second epoch spoils what the first has learned.
    const spoiling = {
      learningRate: 0.01,
      schedule: { type: 'step', everyEpochs: 1, factor: 1000 },
    } as const;
    const options = { ...spoiling, optimizer: { type: 'sgd' }, metric: 'loss' } as const;
    const one = await train(tinyOptions({ ...options, epochs: 1 }));
    const two = await train(tinyOptions({ ...options, epochs: 2 }));
    expect(two.best.epoch).toBe(0);
    expect(bitsOf(two.best.tensors)).toBe(bitsOf(one.final.tensors));
    expect(bitsOf(two.final.tensors)).not.toBe(bitsOf(one.final.tensors));
  });

  it('stops early when it has not improved for as long as the patience', async () => {
    // A rate of next to nothing: the first epoch stays the best.
    const { result, ofType } = await record({
      epochs: 50,
      learningRate: 1e-30,
      earlyStopping: { patience: 3 },
    });
    expect(result.stoppedEarly).toBe(true);
    expect(result.history.length).toBe(result.best.epoch + 4);
    expect(ofType('epoch')).toHaveLength(result.history.length);
  });

  it('lowers the rate on a plateau', async () => {
    const { result } = await record({
      epochs: 12,
      learningRate: 1e-30,
      earlyStopping: undefined,
      schedule: { type: 'plateau', patience: 2, factor: 0.5 },
    });
    const since = result.best.epoch;
    const rates = result.history.slice(since + 1, since + 6).map(({ learningRate }) => learningRate / 1e-30);
    expect(rates[0]).toBe(rates[1]);
    expect(rates[2]! / rates[1]!).toBeCloseTo(0.5, 12);
  });

  it('takes the last weights as the best where there is no validation', async () => {
    const { result, ofType } = await record({ validation: undefined });
    expect(result.best.epoch).toBe(2);
    expect(bitsOf(result.best.tensors)).toBe(bitsOf(result.final.tensors));
    expect(result.history.every(({ validation }) => validation === undefined)).toBe(true);
    expect(ofType('validation')).toEqual([]);
  });

  it('tells what it does', async () => {
    const checkpoints = createMemoryCheckpointStore();
    const { result, events, ofType } = await record({ checkpoints, checkpointEverySteps: 3 });
    expect(events[0]).toEqual({
      type: 'start',
      epochs: 3,
      stepsPerEpoch: 4,
      parameters: 4 * 9 + 2 * 4 + (64 * 8 + 8) + (8 * 3 + 3),
      warning: 'slow',
    });
    const steps = ofType('step');
    expect(steps.map(({ epoch, step }) => [epoch, step])).toEqual(
      [0, 1, 2].flatMap((epoch) => [0, 1, 2, 3].map((step) => [epoch, step])),
    );
    for (const { epoch, loss, accuracy } of result.history) {
      const own = steps.filter((step) => step.epoch === epoch);
      expect(loss).toBeCloseTo(own.reduce((sum, step) => sum + step.loss, 0) / 4, 12);
      expect(accuracy).toBeCloseTo(own.reduce((sum, step) => sum + step.accuracy, 0) / 4, 12);
      expect(own.at(-1)!.epochLoss).toBe(loss);
    }
    expect(steps.every(({ imagesPerSecond }) => imagesPerSecond > 0)).toBe(true);
    expect(ofType('checkpoint').map(({ epoch, step }) => [epoch, step])).toEqual([
      [0, 0],
      [0, 3],
      [1, 0],
      [1, 3],
      [2, 0],
      [2, 3],
      [3, 0],
    ]);
    expect(ofType('validating').map(({ done, total }) => [done, total])).toEqual(
      [0, 1, 2].flatMap(() => [
        [8, 21],
        [16, 21],
        [21, 21],
      ]),
    );
  });

  it('writes one checkpoint at the end of an epoch, after its validation', async () => {
    const { ofType } = await record({
      checkpoints: createMemoryCheckpointStore(),
      checkpointEverySteps: 2,
      epochs: 1,
    });
    expect(ofType('checkpoint').map(({ epoch, step }) => [epoch, step])).toEqual([
      [0, 0],
      [0, 2],
      [1, 0],
    ]);
  });

  it('gives out, validates and keeps the averages of the weights of all steps', async () => {
    const seen: { average: Float32Array; weights: Float32Array }[] = [];
    const store = createMemoryCheckpointStore();
    const checkpoints = {
      ...store,
      async write(bytes: Uint8Array) {
        const { tensors } = await decodeCheckpoint(bytes, 'memory');
        const of = (group: string) => tensors.get(`${group}/logits/kernel`)!;
        seen.push({ average: of('average'), weights: of('weights') });
        await store.write(bytes);
      },
    };
    const options = { ema: { decay: 0.5 }, checkpoints, checkpointEverySteps: 1, epochs: 2 };
    const { result } = await record(options);
    // By the rule: decays 0.1, 2/11, 3/12, 4/13 … up to 0.5, from the first weights on.
    const expected = Array.from(seen[0]!.weights);
    for (const [step, { average, weights }] of seen.slice(1).entries()) {
      const decay = Math.min(0.5, (1 + step) / (10 + step));
      for (const i of expected.keys()) expected[i] = decay * expected[i]! + (1 - decay) * weights[i]!;
      for (const [i, value] of expected.entries()) expect(average[i]).toBeCloseTo(value, 5);
    }
    expect(seen).toHaveLength(9);
    expect(bitsOf(new Map([['', { data: seen.at(-1)!.average }]]))).toBe(
      bitsOf(new Map([['', { data: result.final.tensors.get('logits/kernel')!.data }]])),
    );

    const { architecture, labels, input, best } = result;
    const plugins = [tinyPlugin];
    const weights = { architecture, labels, input, licence: 'CC0-1.0', tensors: best.tensors };
    const model = await loadModel({ weights, runtime: 'cpu', plugins });
    const validation = tinyImages(21, 99);
    const probabilities = await model.network.predict(scaleToRange(validation.images, input.range), 21);
    const right = Array.from(validation.labels).filter((label, i) => {
      const row = Array.from(probabilities.subarray(3 * i, 3 * i + 3));
      return row.indexOf(Math.max(...row)) === label;
    });
    expect(best.validation!.accuracy).toBeCloseTo(right.length / 21, 6);
  });

  it('is trained on weights of its own, not on the averages', async () => {
    const averaged = await train(tinyOptions({ ema: { decay: 0.9 } }));
    const plain = await train(tinyOptions());
    const losses = (result: typeof plain) => result.history.map(({ loss }) => loss);
    expect(losses(averaged)).toEqual(losses(plain));
    expect(bitsOf(averaged.final.tensors)).not.toBe(bitsOf(plain.final.tensors));
  });

  it('learns from its teachers', async () => {
    const plugins = [tinyPlugin];
    const { architecture, labels, input, best } = await train(
      tinyOptions({ epochs: 20, classWeights: undefined, architectureOptions: { dropout: 0 } }),
    );
    const teacher = { architecture, labels, input, licence: 'CC0-1.0', tensors: best.tensors };
    // Labels that say nothing: all that is learnt comes from the teacher.
    const blind = tinyBatches();
    const batches = {
      ...blind,
      batch: (epoch: number, step: number) => ({ ...blind.batch(epoch, step), labels: new Uint8Array(8) }),
    };
    const student = await train(
      tinyOptions({
        epochs: 20,
        architectureOptions: { dropout: 0 },
        batches,
        plugins,
        classWeights: undefined,
        distillation: { teachers: [teacher], share: 1 },
      }),
    );
    expect(student.best.validation!.accuracy).toBeGreaterThan(0.8);
    expect(student.training.distillation).toMatchObject({
      temperature: 2,
      share: 1,
      teachers: [{ architecture: 'tiny' }],
    });
  });

  it('scores the whole validation split, whatever the batch size', async () => {
    const scores = [1, 8, 21, 100].map(async (validationBatchSize) => {
      const { history } = await train(tinyOptions({ epochs: 1, validationBatchSize }));
      return history[0]!.validation!;
    });
    const [first, ...others] = await Promise.all(scores);
    for (const other of others) {
      expect(other.accuracy).toBe(first!.accuracy);
      expect(other.loss).toBeCloseTo(first!.loss, 6);
    }
  });

  it('records how the weights came to be', async () => {
    const { training, architecture, labels } = await train(tinyOptions());
    expect(training).toMatchObject({
      seed: 5,
      epochs: 3,
      runtime: 'cpu',
      data: { seed: 7, batchSize: 8 },
      optimizer: { type: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
      classWeights: [4 / 3, 4 / 6, 4 / 3],
      best: { validation: { accuracy: expect.any(Number) } },
      versions: { '@tensorflow/tfjs-core': expect.stringMatching(/^4\./) },
    });
    expect(architecture).toEqual({ id: 'tiny', config: { dropout: 0.2 } });
    expect(labels).toHaveLength(3);
    expect(JSON.parse(JSON.stringify(training))).toEqual(training);
  });
});

describe('aborting', () => {
  const reason = new Error('enough');

  it('throws the reason at once if it was aborted before', async () => {
    const checkpoints = createMemoryCheckpointStore();
    await expect(train(tinyOptions({ checkpoints, signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    expect(await checkpoints.read('latest')).toBeUndefined();
  });

  it.each([
    ['step', [0, 1]],
    ['validating', [0, 4]],
    ['epoch', [1, 0]],
  ])('is checkpointed where it is (%s)', async (type, stopsAt) => {
    const controller = new AbortController();
    const checkpoints = createMemoryCheckpointStore();
    const run = train(
      tinyOptions({
        checkpoints,
        signal: controller.signal,
        onProgress: (event) => event.type === type && controller.abort(reason),
      }),
    );
    await expect(run).rejects.toBe(reason);
    const { state } = await decodeCheckpoint((await checkpoints.read('latest'))!, '');
    expect([state.epoch, state.step]).toEqual(stopsAt);
    const resumed = await train(tinyOptions({ checkpoints, resume: true }));
    const whole = await train(tinyOptions());
    expect(bitsOf(resumed.final.tensors)).toBe(bitsOf(whole.final.tensors));
  });

  it('is noticed though the training never waits for anything but itself', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 20);
    await expect(train(tinyOptions({ epochs: 100_000, signal: controller.signal }))).rejects.toBe(reason);
  });
});

describe('a finished training', () => {
  it('gives its result again when it is resumed', async () => {
    const checkpoints = createMemoryCheckpointStore();
    const first = await train(tinyOptions({ checkpoints }));
    const batches = tinyBatches();
    const again = await train(
      tinyOptions({
        checkpoints,
        resume: true,
        batches: { ...batches, batch: () => expect.fail('no step is left') },
      }),
    );
    expect(bitsOf(again.final.tensors)).toBe(bitsOf(first.final.tensors));
    expect(bitsOf(again.best.tensors)).toBe(bitsOf(first.best.tensors));
    expect(again.training).toEqual(first.training);
  });

  it('does not start a runtime that it cannot use', async () => {
    const checkpoints = createMemoryCheckpointStore();
    await train(tinyOptions({ checkpoints }));
    const runtime = { ...cpuRuntime, init: () => expect.fail('must not be started') };
    const other = { checkpoints, resume: true, validation: tinyImages(5, 1), runtime };
    await expect(train(tinyOptions(other))).rejects.toMatchObject({ code: 'FER_CHECKPOINT_MISMATCH' });
  });
});
