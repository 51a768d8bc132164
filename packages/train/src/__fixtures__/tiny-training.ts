import '@tensorflow/tfjs-backend-cpu';
import {
  type Architecture,
  type Batch,
  type BatchSource,
  createRandom,
  type LabelledImages,
  layer,
  type Plugin,
} from '@fer/core';
import { type Weights, weightSpecs } from '@fer/model';
import type { TfjsRuntime } from '@fer/runtime-tfjs';
import * as core from '@tensorflow/tfjs-core';
import { env, setBackend } from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { initializeWeights } from '../initialize-weights.ts';
import type { TrainOptions } from '../options.ts';

// tfjs greets on its first use in Node unless it believes to be under test.
env().set('IS_TEST', true);

const SIDE = 6;
const CLASSES = 3;
export const TINY_LABELS = ['left', 'right', 'even'];

/** Has one of each thing that a checkpoint must hold: convolution, batch-norm with its statistics, dropout, dense. */
export const tinyArchitecture = {
  id: 'tiny',
  apiVersion: 1,
  description: 'A network for tests',
  input: { width: SIDE, height: SIDE, channels: 1, resize: 'bilinear-antialias', range: [-1, 1] },
  defaults: { dropout: 0.2 },
  build: (options, classes) => ({
    layers: [
      layer('conv1', 'conv2d', { filters: 4, kernelSize: 3, useBias: false }),
      layer('bn1', 'batchNormalization'),
      layer('relu1', 'activation', { activation: 'relu' }),
      layer('flatten', 'flatten'),
      layer('dropout1', 'dropout', { rate: options.dropout! }),
      layer('dense1', 'dense', { units: 8, activation: 'relu' }),
      layer('dropout2', 'dropout', { rate: options.dropout! }),
      layer('logits', 'dense', { units: classes }),
      layer('softmax', 'activation', { activation: 'softmax' }),
    ],
  }),
} as const satisfies Architecture;

/** Gives the architecture by its id, as weights name it. */
export const tinyPlugin: Plugin = {
  name: 'tiny',
  apiVersion: 1,
  contributes: { architectures: [tinyArchitecture] },
};

/** Trains on tfjs's cpu backend. */
export const cpuRuntime: TfjsRuntime = {
  id: 'cpu',
  apiVersion: 1,
  description: 'For tests',
  priority: 0,
  isSupported: async () => ({ supported: true }),
  init: async () => {},
  load: async () => {
    throw new Error('not needed');
  },
  training: {
    warning: 'slow',
    async start() {
      await setBackend('cpu');
      return { kind: 'tfjs', tfjs: { core, layers }, backend: 'cpu' };
    },
  },
};

/** Pictures that are brighter on the left, brighter on the right, or neither, with noise. */
export function tinyImages(count: number, seed: number): LabelledImages {
  const images = new Uint8Array(count * SIDE * SIDE);
  const labels = new Uint8Array(count);
  for (let image = 0; image < count; image++) {
    const random = createRandom(seed, image);
    const label = random.integer(CLASSES);
    labels[image] = label;
    for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
      const onLeft = pixel % SIDE < SIDE / 2;
      const bright = (label === 0 && onLeft) || (label === 1 && !onLeft);
      images[image * SIDE * SIDE + pixel] = 90 + (bright ? 70 : 0) + random.integer(60);
    }
  }
  return { images, labels, count, width: SIDE, height: SIDE };
}

export function tinyBatches({ seed = 7, batchSize = 8, stepsPerEpoch = 4 } = {}): BatchSource {
  return {
    width: SIDE,
    height: SIDE,
    stepsPerEpoch,
    classCounts: [1, 2, 1],
    record: { seed, batchSize },
    batch(epoch, step): Batch {
      const { images, labels } = tinyImages(batchSize, seed + 1000 * (epoch * stepsPerEpoch + step));
      return { images: Float32Array.from(images), labels, size: batchSize };
    },
  };
}

/** A network of random weights, for others to learn from. */
export function tinyTeacher(seed: number): Weights {
  const { id, input, defaults, build } = tinyArchitecture;
  const tensors = initializeWeights(weightSpecs(build(defaults, CLASSES), input), seed);
  return { architecture: { id, config: defaults }, labels: TINY_LABELS, input, licence: 'CC0-1.0', tensors };
}

/** All that changes what is learnt from a batch, and what becomes of the weights. */
export function everyWay(): Partial<TrainOptions> {
  return {
    plugins: [tinyPlugin],
    ema: { decay: 0.9 },
    mixup: { alpha: 0.4, probability: 0.4 },
    cutmix: { probability: 0.3 },
    distillation: { teachers: [tinyTeacher(1), tinyTeacher(2)], temperature: 3, share: 0.5 },
    microBatchSize: 3,
  };
}

/** A training of three epochs of four steps that uses everything. */
export function tinyOptions(overrides: Partial<TrainOptions> = {}): TrainOptions {
  return {
    architecture: tinyArchitecture,
    labels: TINY_LABELS,
    runtime: cpuRuntime,
    batches: tinyBatches(),
    validation: tinyImages(21, 99),
    validationBatchSize: 8,
    epochs: 3,
    seed: 5,
    learningRate: 0.01,
    schedule: { type: 'cosine', warmupFraction: 0.2 },
    classWeights: 'balanced',
    labelSmoothing: 0.1,
    clipNorm: 5,
    ...overrides,
  };
}

/** With every option on, and long enough to be killed in: two hundred steps. */
export function longTinyOptions(overrides: Partial<TrainOptions> = {}): TrainOptions {
  return tinyOptions({
    ...everyWay(),
    epochs: 10,
    batches: tinyBatches({ stepsPerEpoch: 20 }),
    ...overrides,
  });
}

/** All numbers of some weights as text, so that equality is equality of bits. */
export function bitsOf(tensors: ReadonlyMap<string, { readonly data: Float32Array }>): string {
  return Array.from(tensors, ([name, { data }]) => {
    const words = new Uint32Array(data.buffer, data.byteOffset, data.length);
    return `${name} ${Array.from(words, (word) => word.toString(16)).join(' ')}`;
  }).join('\n');
}
