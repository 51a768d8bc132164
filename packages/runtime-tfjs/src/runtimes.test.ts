import {
  createRandom,
  createRegistry,
  EMOTIONS,
  layer,
  loadOnRuntime,
  type ModelDefinition,
  type Network,
} from '@fer/core';
import { runtimeContract, TINY_MODEL, tinyPixels, tinyProbabilities } from '@fer/core/test';
import { layerContract } from '@fer/graph/test';
import { builtinPlugin, defineModel, miniXception, tutorialCnn } from '@fer/model';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomWeights } from '../../model/src/weights/__fixtures__/tiny-weights.ts';
import { createTfjsRuntime } from './create-tfjs-runtime.ts';
import { MAX_IMAGES_PER_RUN } from './load-network.ts';
import { createNodeRuntime } from './node.ts';
import { plugin } from './plugin.ts';
import { importTfjs } from './tfjs.ts';
import { tfjsCpu } from './tfjs-cpu.ts';
import { createTfjsWasmRuntime } from './tfjs-wasm.ts';
import { webgl } from './webgl.ts';

// Those that work in Node without native packages; webgl needs a browser.
const tfjsWasm = createTfjsWasmRuntime({ threads: 1 });
const testable = [tfjsWasm, tfjsCpu];

describe.each(testable)('$id', (runtime) => {
  for (const { name, run } of runtimeContract(runtime, { tolerance: 1e-6 })) it(name, run);

  describe('what every layer means', () => {
    for (const { name, run } of layerContract(runtime, { tolerance: 1e-5 })) it(name, run);
  });

  it('runs large batches in parts and keeps their order', async () => {
    const network = await runtime.load(TINY_MODEL);
    const batch = 2 * MAX_IMAGES_PER_RUN + 1;
    const pixels = tinyPixels(batch, 3);
    const expected = tinyProbabilities(pixels);
    const predicting = network.predict(pixels, batch);
    pixels.fill(0);
    const received = await predicting;
    network.dispose();
    expect(received).toHaveLength(expected.length);
    for (const [i, value] of expected.entries()) expect(received[i]).toBeCloseTo(value, 5);
  });

  it('refuses a network without one of its weights', async () => {
    const tensors = new Map(TINY_MODEL.tensors);
    tensors.delete('conv1/bias');
    await expect(runtime.load({ ...TINY_MODEL, tensors })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_MISMATCH',
      details: { tensor: 'conv1/bias' },
    });
  });

  it('gives its backend to a training', async () => {
    const { core: tf } = await importTfjs();
    const backend = runtime.id.replace('tfjs-', '');
    expect(await runtime.training.start()).toMatchObject({ kind: 'tfjs', backend });
    expect(tf.getBackend()).toBe(backend);
  });
});

describe('a tfjs runtime', () => {
  it('frees every tensor, also of a network disposed of while it works', async () => {
    await tfjsCpu.init();
    const { core: tf } = await importTfjs();
    const before = tf.memory().numTensors;
    const network = await tfjsCpu.load(TINY_MODEL);
    const batch = MAX_IMAGES_PER_RUN + 1;
    const predicting = network.predict(tinyPixels(batch, 1), batch);
    network.dispose();
    await expect(predicting).rejects.toMatchObject({ code: 'FER_DISPOSED' });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a network that cannot be compiled', () => {
  // A transposition of six axes: the kernels go through five.
  const [conv, flatten, ...rest] = TINY_MODEL.graph.layers;
  const layers = [
    conv!,
    layer('split', 'reshape', { targetShape: [2, 3, 5, 1, 1, 3] }),
    layer('turn', 'permute', { dims: [2, 1, 3, 6, 5, 4] }),
    flatten!,
    ...rest,
  ];
  const model: ModelDefinition = { ...TINY_MODEL, graph: { layers } };

  it('runs here', async () => {
    const pixels = tinyPixels(3, 4);
    const [received, expected] = await Promise.all(
      [tfjsWasm, tfjsCpu].map(async (runtime) => {
        const network = await runtime.load(model);
        const probabilities = await network.predict(pixels, 3);
        network.dispose();
        return probabilities;
      }),
    );
    for (const [i, value] of expected!.entries()) expect(received![i]).toBeCloseTo(value, 5);
  });

  it('is what `auto` passes the compiled runtimes over for, saying why', async () => {
    const registry = createRegistry([plugin, builtinPlugin]);
    const { runtime, network, rejected } = await loadOnRuntime(registry, 'auto', model);
    network.dispose();
    expect(runtime.id).toBe('tfjs-wasm');
    expect(rejected).toEqual([{ id: 'wasm', reason: expect.stringMatching(/'turn' .*6 axes/) }]);
  });
});

describe('agreement with the cpu backend', () => {
  it.each([tutorialCnn, miniXception])(
    'on $id',
    async (architecture) => {
      const model = defineModel(randomWeights(architecture, { seed: 5 }), architecture);
      const random = createRandom(9);
      const pixels = Float32Array.from({ length: 3 * 48 * 48 }, () => random.next());
      const [expected, received] = await Promise.all(
        [tfjsCpu, tfjsWasm].map(async (runtime) => {
          const network = await runtime.load(model);
          const probabilities = await network.predict(pixels, 3);
          network.dispose();
          return probabilities;
        }),
      );
      expect(received).toHaveLength(3 * EMOTIONS.length);
      for (const [i, value] of expected!.entries())
        expect(Math.abs(received![i]! - value)).toBeLessThan(1e-5);
    },
    60_000,
  );
});

describe('two runtimes at once', () => {
  let networks: [Network, Network];
  beforeAll(async () => {
    const other: ModelDefinition = {
      ...TINY_MODEL,
      tensors: new Map(TINY_MODEL.tensors).set('logits/bias', {
        shape: [4],
        data: Float32Array.of(9, 0, 0, 0),
      }),
    };
    networks = await Promise.all([tfjsWasm.load(TINY_MODEL), tfjsCpu.load(other)]);
  });

  it('each computes with its own weights on its own backend', async () => {
    const { core: tf } = await importTfjs();
    const pixels = tinyPixels(1, 2);
    const expected = tinyProbabilities(pixels);
    const backends: string[] = [];
    const work = Array.from({ length: 6 }, async (_, i) => {
      const predicting = networks[i % 2]!.predict(pixels, 1);
      backends.push(tf.getBackend());
      return predicting;
    });
    const results = await Promise.all(work);
    expect(backends).toEqual(['wasm', 'cpu', 'wasm', 'cpu', 'wasm', 'cpu']);
    for (const [i, result] of results.entries()) {
      if (i % 2 === 0) expect(result[0]).toBeCloseTo(expected[0]!, 5);
      else expect(result[0]).toBeGreaterThan(0.99);
    }
  });
});

describe('while another backend starts', () => {
  it('calculations wait for it, and come out right', async () => {
    const { core: tf } = await importTfjs();
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const slow = createTfjsRuntime({
      id: 'slow',
      description: 'For tests',
      priority: 1,
      isSupported: async () => ({ supported: true }),
      async registerBackend() {
        tf.copyRegisteredKernels('cpu', 'slow');
        tf.registerBackend('slow', () =>
          gate.then(() => Object.assign(new MathBackendCPU(), { firstUse: false })),
        );
        return 'slow';
      },
    });
    const network = await tfjsWasm.load(TINY_MODEL);
    const pixels = tinyPixels(1, 8);
    const expected = tinyProbabilities(pixels);
    const starting = slow.init();
    await new Promise((resolve) => setTimeout(resolve));
    const predicting = network.predict(pixels, 1);
    pixels.fill(0);
    open();
    const received = await predicting;
    await starting;
    for (const [i, value] of expected.entries()) expect(received[i]).toBeCloseTo(value, 5);
    network.dispose();

    const lost = await slow.load(TINY_MODEL);
    tf.removeBackend('slow');
    await expect(lost.predict(pixels, 1)).rejects.toMatchObject({ code: 'FER_RUNTIME_FAILED' });
  });

  it('says when one does not start', async () => {
    const broken = createTfjsRuntime({
      id: 'broken',
      description: 'For tests',
      priority: 1,
      isSupported: async () => ({ supported: true }),
      registerBackend: async () => 'nowhere',
    });
    await expect(broken.init()).rejects.toMatchObject({
      code: 'FER_RUNTIME_UNAVAILABLE',
      message: expect.stringContaining("'nowhere' is not registered"),
    });
    await expect(tfjsCpu.init()).resolves.toBeUndefined();
  });
});

describe('those that do not work here', () => {
  it('webgl says that it needs a browser', async () => {
    expect(await webgl.isSupported()).toMatchObject({
      supported: false,
      reason: expect.stringContaining('canvas'),
    });
  });

  it('node says what to install', async () => {
    expect(await createNodeRuntime().isSupported()).toMatchObject({
      supported: false,
      reason: expect.stringContaining('npm install @tensorflow/tfjs-node'),
    });
  });

  it('node runs on the backend that its library registers', async () => {
    const { core: tf } = await importTfjs();
    const lib = async () => {
      tf.copyRegisteredKernels('cpu', 'tensorflow');
      tf.registerBackend('tensorflow', () => Object.assign(new MathBackendCPU(), { firstUse: false }));
    };
    for (const { run } of runtimeContract(createNodeRuntime({ lib }))) await run();
    expect(tf.getBackend()).toBe('tensorflow');
  });
});
