import { describe, expect, it } from 'vitest';
import {
  cpuRuntime,
  tinyArchitecture,
  tinyBatches,
  tinyImages,
  tinyOptions,
  tinyTeacher,
} from './__fixtures__/tiny-training.ts';
import { decodeCheckpoint } from './checkpoint-format.ts';
import { type CheckpointStore, createMemoryCheckpointStore } from './checkpoint-store.ts';
import type { TrainOptions } from './options.ts';
import type { TrainProgress } from './progress.ts';
import { train } from './train.ts';

const fails = (options: Partial<TrainOptions>, expected: object) =>
  expect(train(tinyOptions(options))).rejects.toMatchObject(expected);

describe('options of train', () => {
  const wrong: [string, Partial<TrainOptions>][] = [
    ['epochs', { epochs: 0 }],
    ['epochs', { epochs: 1.5 }],
    ['seed', { seed: 0.5 }],
    ['learningRate', { learningRate: 0 }],
    ['learningRate', { learningRate: Number.NaN }],
    ['labelSmoothing', { labelSmoothing: 1 }],
    ['clipNorm', { clipNorm: -1 }],
    ['labels', { labels: ['one'] }],
    ['validationBatchSize', { validationBatchSize: 0 }],
    ['checkpointEverySteps', { checkpointEverySteps: 0 }],
    ['batches.stepsPerEpoch', { batches: tinyBatches({ stepsPerEpoch: 0 }) }],
    ['batches', { batches: { ...tinyBatches(), width: 48 } }],
    ['validation', { validation: { ...tinyImages(3, 1), height: 7 } }],
    ['validation', { validation: { ...tinyImages(3, 1), count: 4 } }],
    ['validation.labels', { validation: { ...tinyImages(3, 1), labels: Uint8Array.of(0, 255, 1) } }],
    ['optimizer.type', { optimizer: { type: 'lion' } as never }],
    ['optimizer.beta2', { optimizer: { type: 'adam', beta2: 1 } }],
    ['optimizer.epsilon', { optimizer: { type: 'adam', epsilon: 0 } }],
    ['optimizer.momentum', { optimizer: { type: 'sgd', momentum: -0.1 } }],
    ['optimizer.weightDecay', { optimizer: { type: 'sgd', weightDecay: -1 } }],
    ['schedule.type', { schedule: { type: 'sine' } as never }],
    ['schedule.warmupFraction', { schedule: { type: 'constant', warmupFraction: 1.5 } }],
    ['schedule.everyEpochs', { schedule: { type: 'step', everyEpochs: 0 } }],
    ['schedule.patience', { schedule: { type: 'plateau', patience: 0 } }],
    ['schedule.factor', { schedule: { type: 'plateau', patience: 1, factor: 0 } }],
    ['validation', { schedule: { type: 'plateau', patience: 1 }, validation: undefined }],
    ['validation', { earlyStopping: { patience: 1 }, validation: undefined }],
    ['earlyStopping.patience', { earlyStopping: { patience: 0 } }],
    ['metric', { metric: 'f1' as never }],
    ['divergence.steps', { divergence: { factor: 10, steps: 0 } }],
    ['classWeights', { classWeights: [1, 1] }],
    ['classWeights', { classWeights: [0, 0, 0] }],
    ['classWeights', { classWeights: [1, -1, 1] }],
    ['ema.decay', { ema: { decay: 1 } }],
    ['ema.decay', { ema: { decay: Number.NaN } }],
    ['decays', { ema: { decays: 0.9 } as never }],
    ['mixup.alpha', { mixup: { alpha: 0 } }],
    ['mixup.probability', { mixup: { probability: 1.5 } }],
    ['cutmix.until', { cutmix: { until: 0 } }],
    ['beta', { cutmix: { beta: 1 } as never }],
    ['mixup.probability + cutmix.probability', { mixup: { probability: 0.6 }, cutmix: { probability: 0.6 } }],
    ['distillation.teachers', { distillation: { teachers: [] } }],
    ['distillation.teachers', { distillation: { teachers: ['a path'] as never } }],
    ['distillation.temperature', { distillation: { teachers: [tinyTeacher(1)], temperature: 0 } }],
    ['distillation.temperature', { distillation: { teachers: [tinyTeacher(1)], temperature: 21 } }],
    ['distillation.share', { distillation: { teachers: [tinyTeacher(1)], share: 1.1 } }],
    [
      'distillation.teachers[0].labels',
      { distillation: { teachers: [{ ...tinyTeacher(1), labels: ['a', 'b', 'c'] }] } },
    ],
    ['checkpoints', { resume: true }],
    ['rate', { architectureOptions: { rate: 1 } }],
  ];
  it.each(wrong)('%s is refused when it is wrong', async (option, options) => {
    await fails(options, { code: 'FER_INVALID_ARGUMENT', details: { option } });
  });

  it('an option that there is not is named with the nearest', async () => {
    const misspelt = { ...tinyOptions(), learningrate: 1 };
    await expect(train(misspelt)).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringMatching(/train: .*learningrate.*'learningRate'/),
    });
  });

  it('an architecture is found by id, or refused with those there are', async () => {
    await fails(
      { architecture: 'tutorial-cn' },
      { code: 'FER_UNKNOWN_ID', details: { suggestion: 'tutorial-cnn' } },
    );
    const plugin = {
      name: 'p',
      apiVersion: 1,
      contributes: { architectures: [tinyArchitecture] },
    } as const;
    const { architecture } = await train(
      tinyOptions({
        architecture: 'tiny',
        plugins: [plugin],
        epochs: 1,
        architectureOptions: { dropout: 0.4 },
      }),
    );
    expect(architecture).toEqual({ id: 'tiny', config: { dropout: 0.4 } });
  });

  it('a runtime must be able to train and work here', async () => {
    const { training: _training, ...inferenceOnly } = cpuRuntime;
    const unavailable = { code: 'FER_RUNTIME_UNAVAILABLE', details: { runtime: 'cpu' } };
    await fails({ runtime: inferenceOnly }, unavailable);
    const unsupported = async () => ({ supported: false, reason: 'no SIMD' }) as const;
    await fails({ runtime: { ...cpuRuntime, isSupported: unsupported } }, unavailable);
    const training = { start: async () => ({ kind: 'torch' }) };
    await fails(
      { runtime: { ...cpuRuntime, training } },
      {
        ...unavailable,
        details: { runtime: 'cpu', kind: 'torch' },
        message: expect.stringContaining("'torch'"),
      },
    );
  });

  it('initial weights must be those of the architecture', async () => {
    await fails({ initialWeights: new Map() }, { code: 'FER_WEIGHTS_MISMATCH' });
  });

  it('a batch must have labels that are classes', async () => {
    const batches = tinyBatches();
    const labels = new Uint8Array(8).fill(3);
    await fails(
      { batches: { ...batches, batch: (epoch, step) => ({ ...batches.batch(epoch, step), labels }) } },
      { code: 'FER_INVALID_ARGUMENT', details: { label: 3 } },
    );
  });
});

describe('a checkpoint that cannot be resumed', () => {
  const filled = async (): Promise<CheckpointStore> => {
    const checkpoints = createMemoryCheckpointStore();
    await train(tinyOptions({ checkpoints }));
    return checkpoints;
  };

  it('is told apart from one that is not there', async () => {
    const checkpoints = createMemoryCheckpointStore();
    await fails({ checkpoints, resume: true }, { code: 'FER_CHECKPOINT_NOT_FOUND' });
    await train(tinyOptions({ checkpoints, resume: 'if-present', epochs: 1 }));
    expect(await checkpoints.read('latest')).toBeDefined();
  });

  it('is not written over', async () => {
    await fails(
      { checkpoints: await filled() },
      { code: 'FER_OUTPUT_EXISTS', details: { location: 'memory' } },
    );
  });

  it.each<[string, Partial<TrainOptions>]>([
    ['epochs', { epochs: 4 }],
    ['seed', { seed: 6 }],
    ['learningRate', { learningRate: 0.02 }],
    ['schedule.warmupFraction', { schedule: { type: 'cosine', warmupFraction: 0.3 } }],
    ['optimizer.beta1', { optimizer: { type: 'adam', beta1: 0.8 } }],
    ['data.seed', { batches: tinyBatches({ seed: 8 }) }],
    ['stepsPerEpoch', { batches: tinyBatches({ stepsPerEpoch: 5 }) }],
    ['validation', { validation: tinyImages(21, 98) }],
    ['architecture.config.dropout', { architectureOptions: { dropout: 0.3 } }],
    ['classWeights', { classWeights: undefined }],
    ['runtime', { runtime: { ...cpuRuntime, id: 'wasm' } }],
    [
      'rounding',
      {
        runtime: {
          ...cpuRuntime,
          training: { ...cpuRuntime.training!, rounding: async () => 'relaxed-simd' },
        },
      },
    ],
    ['labels.2', { labels: ['left', 'right', 'neither'] }],
  ])('names the setting that is another: %s', async (key, options) => {
    const checkpoints = await filled();
    await fails(
      { checkpoints, resume: true, ...options },
      { code: 'FER_CHECKPOINT_MISMATCH', details: { key }, message: expect.stringContaining(key) },
    );
  });

  it('is passed over for the previous one if it is damaged', async () => {
    const checkpoints = await filled();
    const damage = (bytes: Uint8Array) => bytes.slice(0, -1);
    const latest = damage((await checkpoints.read('latest'))!);
    const previous = (await checkpoints.read('previous'))!;
    const half: CheckpointStore = {
      ...createMemoryCheckpointStore(),
      read: async (age) => (age === 'latest' ? latest : previous),
    };
    const events: unknown[] = [];
    await train(tinyOptions({ checkpoints: half, resume: true, onProgress: (event) => events.push(event) }));
    const { state } = await decodeCheckpoint(previous, '');
    expect(events[0]).toMatchObject({
      type: 'start',
      resumedFrom: { epoch: state.epoch, step: state.step, previous: true },
    });

    // A process that dies between two renames leaves the previous one alone.
    const alone: CheckpointStore = {
      ...half,
      read: async (age) => (age === 'latest' ? undefined : previous),
    };
    await train(tinyOptions({ checkpoints: alone, resume: true, onProgress: (event) => events.push(event) }));
    const again = events.filter((event) => (event as TrainProgress).type === 'start')[1];
    expect(again).toMatchObject({ resumedFrom: { epoch: state.epoch, step: state.step, previous: false } });

    const none: CheckpointStore = { ...half, read: async () => latest };
    await fails({ checkpoints: none, resume: true }, { code: 'FER_CHECKPOINT_CORRUPT' });
    await fails({ checkpoints: none, resume: 'if-present' }, { code: 'FER_CHECKPOINT_CORRUPT' });
  });
});

describe('a training that diverges', () => {
  /** Turns the images of a step into NaN. */
  const poisoned = (at: number) => {
    const batches = tinyBatches();
    return {
      ...batches,
      batch: (epoch: number, step: number) => {
        const batch = batches.batch(epoch, step);
        return epoch * 4 + step === at ? { ...batch, images: batch.images.fill(Number.NaN) } : batch;
      },
    };
  };

  it('stops at the step and keeps the last good checkpoint', async () => {
    const checkpoints = createMemoryCheckpointStore();
    await fails(
      { batches: poisoned(6), checkpoints, checkpointEverySteps: 1 },
      { code: 'FER_TRAINING_DIVERGED', details: { epoch: 1, step: 2, loss: Number.NaN } },
    );
    const { state, tensors } = await decodeCheckpoint((await checkpoints.read('latest'))!, '');
    expect([state.epoch, state.step]).toEqual([1, 2]);
    for (const data of tensors.values()) expect(data.every(Number.isFinite)).toBe(true);
  });

  it('never writes numbers that are not finite', async () => {
    const checkpoints = createMemoryCheckpointStore();
    // One step of this rate throws the weights beyond float32, though the loss of that step was fine.
    await fails(
      {
        learningRate: 1e39,
        schedule: { type: 'constant' },
        optimizer: { type: 'sgd' },
        clipNorm: undefined,
        checkpoints,
        checkpointEverySteps: 1,
      },
      { code: 'FER_TRAINING_DIVERGED', message: expect.stringContaining('not finite') },
    );
    const { state } = await decodeCheckpoint((await checkpoints.read('latest'))!, '');
    expect([state.epoch, state.step]).toEqual([0, 0]);
  });

  it('never gives weights that are not finite', async () => {
    await fails(
      {
        learningRate: 1e39,
        schedule: { type: 'constant' },
        optimizer: { type: 'sgd' },
        clipNorm: undefined,
        validation: undefined,
        epochs: 1,
        batches: tinyBatches({ stepsPerEpoch: 1 }),
      },
      { code: 'FER_TRAINING_DIVERGED', message: expect.stringContaining('not finite') },
    );
  });

  it('keeps the checkpoint from before the loss rose', async () => {
    const checkpoints = createMemoryCheckpointStore();
    await fails(
      {
        learningRate: 300,
        schedule: { type: 'constant' },
        optimizer: { type: 'sgd' },
        clipNorm: undefined,
        divergence: { factor: 10, steps: 5 },
        checkpoints,
        checkpointEverySteps: 1,
      },
      { code: 'FER_TRAINING_DIVERGED' },
    );
    const { state } = await decodeCheckpoint((await checkpoints.read('latest'))!, '');
    expect(state.divergence.highSteps).toBe(0);
    expect(state.epoch * 4 + state.step).toBeLessThanOrEqual(2);
  });
});
