import { layer } from '@fer/core';
import { createTfjsWasmRuntime } from '@fer/runtime-tfjs';
import { describe, expect, it } from 'vitest';
import {
  bitsOf,
  cpuRuntime,
  TINY_LABELS,
  tinyArchitecture,
  tinyOptions,
  tinyPlugin,
  tinyTeacher,
} from './__fixtures__/tiny-training.ts';
import { createMemoryCheckpointStore } from './checkpoint-store.ts';
import { readCheckpointWeights } from './checkpoint-weights.ts';
import { initializeWeights } from './initialize-weights.ts';
import type { TrainOptions } from './options.ts';
import { train } from './train.ts';

const from = tinyTeacher(3);
const newHead = ['links', 'right or 右', 'mittig'];
const { architecture: _architecture, labels: _labels, ...common } = tinyOptions({ plugins: [tinyPlugin] });
const options = (overrides: Partial<TrainOptions> = {}): TrainOptions => ({
  ...common,
  from,
  newHead,
  ...overrides,
});
const runtimes = [cpuRuntime, createTfjsWasmRuntime({ threads: 1 })];
type Tensors = typeof from.tensors;
const part = (tensors: Tensors, isHead: boolean) =>
  new Map([...tensors].filter(([name]) => name.startsWith('logits/') === isHead));

describe.each(runtimes)('a new head on $id', (runtime) => {
  it('is drawn by the seed, and all else copied', async () => {
    const store = createMemoryCheckpointStore();
    const stop = new AbortController();
    const onProgress: TrainOptions['onProgress'] = ({ type }) => type === 'checkpoint' && stop.abort('begun');
    const begun = train(options({ runtime, checkpoints: store, signal: stop.signal, onProgress }));
    await expect(begun).rejects.toBe('begun');
    const { latest, labels } = await readCheckpointWeights(store);
    expect(labels).toEqual(newHead);
    expect(bitsOf(part(latest, false))).toBe(bitsOf(part(from.tensors, false)));
    const drawn = initializeWeights(
      [...from.tensors].map(([name, { shape }]) => ({
        name,
        shape: [...shape],
        role: name.endsWith('kernel') ? ('kernel' as const) : ('bias' as const),
        trainable: true,
        fanIn: name === 'logits/kernel' ? shape[0]! : 0,
        fanOut: name === 'logits/kernel' ? shape[1]! : 0,
        l2: 0,
      })),
      5,
    );
    expect(bitsOf(part(latest, true))).toBe(bitsOf(part(drawn, true)));
  });

  it('learns ten times as fast as the layers that were copied, unless told otherwise', async () => {
    // One step of SGD without momentum: what it moves is the gradient times the rate.
    const one = async (oldRateFactor?: number) => {
      const { final } = await train(
        options({
          runtime,
          epochs: 1,
          batches: { ...common.batches, stepsPerEpoch: 1 },
          schedule: { type: 'constant' },
          optimizer: { type: 'sgd', momentum: 0 },
          clipNorm: undefined,
          oldRateFactor,
        }),
      );
      return final.tensors;
    };
    const [slow, fast] = [await one(), await one(1)];
    expect(bitsOf(part(slow, true))).toBe(bitsOf(part(fast, true)));
    const moved = (tensors: Tensors) =>
      tensors
        .get('dense1/kernel')!
        .data.map((weight, i) => weight - from.tensors.get('dense1/kernel')!.data[i]!);
    const [little, much] = [moved(slow), moved(fast)];
    const largest = much.reduce((best, value, i) => (Math.abs(value) > Math.abs(much[best]!) ? i : best), 0);
    expect(little[largest]! / much[largest]!).toBeCloseTo(0.1, 2);
  });

  it('resumes to the same bits', async () => {
    const store = createMemoryCheckpointStore();
    const stop = new AbortController();
    const interrupted = train(
      options({
        runtime,
        freeze: { upTo: 'relu1' },
        checkpoints: store,
        signal: stop.signal,
        onProgress: (event) => event.type === 'step' && event.epoch === 1 && stop.abort(new Error('stop')),
      }),
    );
    await expect(interrupted).rejects.toThrow('stop');
    const resumed = await train(
      options({ runtime, freeze: { upTo: 'relu1' }, checkpoints: store, resume: true }),
    );
    const whole = await train(options({ runtime, freeze: { upTo: 'relu1' } }));
    expect(bitsOf(resumed.final.tensors)).toBe(bitsOf(whole.final.tensors));
  });
});

describe('from', () => {
  it('goes on with the labels of the weights, at the full rate, where no head is asked for', async () => {
    const going = await train(options({ newHead: undefined, epochs: 1 }));
    const initialWeights = from.tensors;
    const plain = await train(tinyOptions({ plugins: [tinyPlugin], initialWeights, epochs: 1 }));
    expect(going.labels).toEqual(TINY_LABELS);
    expect(bitsOf(going.final.tensors)).toBe(bitsOf(plain.final.tensors));
  });

  it('takes weights with a graph of their own, and trains what was frozen in it', async () => {
    const { layers } = tinyArchitecture.build(tinyArchitecture.defaults, 3);
    const graph = { layers: layers.map((one) => ({ ...one, config: { ...one.config, trainable: false } })) };
    const own = { ...from, architecture: { id: 'nobody-has-it', config: {} }, graph };
    const [written, built] = [
      await train(options({ from: own, epochs: 1 })),
      await train(options({ epochs: 1 })),
    ];
    expect(bitsOf(written.final.tensors)).toBe(bitsOf(built.final.tensors));
    expect(written).toMatchObject({ architecture: own.architecture, labels: newHead });
  });

  it('makes a head of two, and of more classes than before', async () => {
    for (const count of [2, 4]) {
      const labels = Array.from({ length: count }, (_, i) => `label ${i}`);
      const classCounts = labels.map(() => 1);
      const batches: TrainOptions['batches'] = {
        ...common.batches,
        classCounts,
        batch(epoch, step) {
          const batch = common.batches.batch(epoch, step);
          return { ...batch, labels: batch.labels!.map((label) => label % count) };
        },
      };
      const { final } = await train(
        options({ newHead: labels, batches, validation: undefined, epochs: 1, plugins: [tinyPlugin] }),
      );
      expect(final.tensors.get('logits/kernel')!.shape).toEqual([8, count]);
    }
  });

  it('gives a convolution before the last average a new head, as mini-xception has it', async () => {
    const graph = {
      layers: [
        layer('conv1', 'conv2d', { filters: 4, kernelSize: 3 }),
        layer('last', 'conv2d', { filters: 3, kernelSize: 3 }),
        layer('bn', 'batchNormalization'),
        layer('average', 'globalAveragePooling2d'),
        layer('softmax', 'activation', { activation: 'softmax' }),
      ],
    };
    const tensors: Tensors = new Map(
      Object.entries({
        'conv1/kernel': [3, 3, 1, 4],
        'conv1/bias': [4],
        'last/kernel': [3, 3, 4, 3],
        'last/bias': [3],
        'bn/gamma': [3],
        'bn/beta': [3],
        'bn/moving_mean': [3],
        'bn/moving_variance': [3],
      }).map(([name, shape]) => {
        const data = new Float32Array(shape.reduce((product, length) => product * length, 1)).fill(0.1);
        return [name, { shape, data }];
      }),
    );
    const own = { ...from, graph, tensors };
    const { training, final } = await train(
      options({ from: own, epochs: 1, freeze: { upTo: 1 }, classWeights: undefined }),
    );
    expect(training.transfer).toMatchObject({ newLayers: ['last', 'bn'], oldRateFactor: 0.1 });
    expect(final.tensors.get('conv1/kernel')).toEqual(tensors.get('conv1/kernel'));
  });

  it.each<[string, Partial<TrainOptions>, string]>([
    ['no weights', { from: 'fer-net' as never }, 'from'],
    ['an architecture besides', { architecture: 'fer-net' }, 'architecture'],
    ['labels besides', { labels: newHead }, 'newHead'],
    ['other weights besides', { initialWeights: from.tensors }, 'initialWeights'],
    ['a label twice', { newHead: ['a', 'a', 'b'] }, 'twice'],
    ['an empty label', { newHead: ['a', '', 'b'] }, 'newHead[1]'],
    ['a label too long', { newHead: ['a', 'b', 'x'.repeat(257)] }, '256'],
    ['one label', { newHead: ['a'] }, 'from 2 to 255'],
    ['a head without weights', { from: undefined, architecture: 'tiny' }, '`newHead` must be left out'],
    ['a rate without a head', { newHead: undefined, oldRateFactor: 0.5 }, 'oldRateFactor'],
    ['a rate of 0', { oldRateFactor: 0 }, 'oldRateFactor'],
    ['nothing to train', { from: undefined, newHead: undefined }, 'architecture'],
    ['a number of layers too high', { freeze: { upTo: 9 } }, 'only 4 layers have weights'],
    ['a number of layers too low', { freeze: { upTo: 0 } }, 'freeze'],
    ['an unknown layer', { freeze: { upTo: 'conv7' } }, "names 'conv7'"],
    ['everything frozen', { freeze: { upTo: 'softmax' } }, 'no layer is left to train'],
  ])('refuses %s', async (_, overrides, message) => {
    await expect(train(options(overrides))).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining(message),
    });
  });

  it('names what has no single last layer with weights', async () => {
    const { layers } = tinyArchitecture.build(tinyArchitecture.defaults, 3);
    const summed = [
      ...layers.slice(0, -1),
      layer('other', 'dense', { units: 3 }, ['dropout2']),
      layer('sum', 'add', {}, ['logits', 'other']),
      layer('softmax', 'activation', { activation: 'softmax' }),
    ];
    const tensors = new Map(from.tensors);
    tensors.set('other/kernel', tensors.get('logits/kernel')!);
    tensors.set('other/bias', tensors.get('logits/bias')!);
    await expect(
      train(options({ from: { ...from, graph: { layers: summed }, tensors } })),
    ).rejects.toMatchObject({
      code: 'FER_GRAPH_UNSUPPORTED',
      details: { layer: 'sum' },
    });
  });

  it.each<[string, Partial<TrainOptions>, string]>([
    ['other weights', { from: tinyTeacher(4) }, 'transfer.sha256'],
    ['another rate', { oldRateFactor: 0.2 }, 'transfer.oldRateFactor'],
    ['another head', { newHead: ['a', 'b', 'c'] }, 'labels.0'],
  ])('does not resume with %s', async (_, overrides, key) => {
    const store = createMemoryCheckpointStore();
    await train(options({ checkpoints: store, epochs: 1 }));
    const resumed = train(options({ checkpoints: store, epochs: 1, resume: true, ...overrides }));
    await expect(resumed).rejects.toMatchObject({ code: 'FER_CHECKPOINT_MISMATCH', details: { key } });
  });
});
