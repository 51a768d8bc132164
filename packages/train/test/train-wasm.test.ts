import { wasmKernelCalls } from '@fer/backend-wasm';
import { createBatches, createSyntheticDataset } from '@fer/dataset';
import { resolveGraph } from '@fer/graph';
import { miniXception, tutorialCnn } from '@fer/model';
import { createTfjsWasmRuntime } from '@fer/runtime-tfjs';
import { backend, env, getBackend, memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bitsOf, tinyOptions } from '../src/__fixtures__/tiny-training.ts';
import { createMemoryCheckpointStore } from '../src/checkpoint-store.ts';
import { memoryDemand } from '../src/memory-demand.ts';
import type { TrainOptions } from '../src/options.ts';
import { train } from '../src/train.ts';

env().set('IS_TEST', true);

/** mini-Xception has every kind of layer but dense; the tiny one has dense and dropout. */
const networks: [string, Partial<TrainOptions>][] = [
  ['tiny', {}],
  [
    'mini-xception',
    { architecture: { ...miniXception, input: { ...miniXception.input, width: 6, height: 6 } } },
  ],
];

describe.each(networks)('training %s on the wasm runtime', (_name, network) => {
  const options = (more: Partial<TrainOptions> = {}) =>
    tinyOptions({ ...network, runtime: createTfjsWasmRuntime(), architectureOptions: {}, ...more });

  it('does what the cpu backend does', async () => {
    const [onWasm, onCpu] = [
      await train(options({ epochs: 1 })),
      await train(options({ epochs: 1, runtime: tinyOptions().runtime })),
    ];
    for (const [step, { loss }] of onCpu.history.entries()) {
      expect(onWasm.history[step]!.loss).toBeCloseTo(loss, 4);
    }
  });

  it('is resumed bit for bit, with a flat memory', async () => {
    const whole = await train(options());
    expect(getBackend()).toBe('wasm');
    const before = memory().numTensors;
    const checkpoints = createMemoryCheckpointStore();
    const controller = new AbortController();
    let steps = 0;
    const stopped = train(
      options({
        checkpoints,
        signal: controller.signal,
        onProgress: ({ type }) => type === 'step' && ++steps === 6 && controller.abort(),
      }),
    );
    await expect(stopped).rejects.toThrow();
    const resumed = await train(options({ checkpoints, resume: true }));
    expect(bitsOf(resumed.final.tensors)).toBe(bitsOf(whole.final.tensors));
    expect(memory().numTensors).toBe(before);
  });
});

/** Bytes of the heap that tfjs's tensors are in. */
const heapBytes = () => (backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.byteLength;

it('runs the fused ops of the backend', async () => {
  const before = wasmKernelCalls();
  const network = networks[1]![1];
  await train(tinyOptions({ epochs: 1, runtime: createTfjsWasmRuntime() }));
  await train(
    tinyOptions({ ...network, architectureOptions: {}, epochs: 1, runtime: createTfjsWasmRuntime() }),
  );
  const after = wasmKernelCalls();
  for (const path of ['adam', 'sum_of_squares', 'dropout', 'activation_grad', 'batch_norm_training_grad']) {
    expect(after[path] ?? 0, path).toBeGreaterThan(before[path] ?? 0);
  }
});

it('needs no more memory than is foreseen, and none after the second step', async () => {
  const { input, defaults } = tutorialCnn;
  const { images, labels } = createSyntheticDataset({ seed: 1, training: 48, public: 0, private: 0 });
  const faces = { images, labels, count: 48, width: 48, height: 48 };
  const sizes: number[] = [];
  await train({
    architecture: tutorialCnn,
    runtime: createTfjsWasmRuntime(),
    batches: createBatches(faces, { batchSize: 16, seed: 1 }),
    epochs: 2,
    onProgress: ({ type }) => type === 'step' && sizes.push(heapBytes()),
  });
  expect(sizes).toHaveLength(6);
  expect(new Set(sizes.slice(1)).size).toBe(1);
  const { fixed, perImage } = memoryDemand(resolveGraph(tutorialCnn.build(defaults, 7), input), true);
  expect(sizes.at(-1)).toBeLessThan(fixed + 16 * perImage);
});
