import { env, getBackend, memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { miniXception } from '../src/architectures/mini-xception.ts';
import { wasm } from '../src/runtimes/wasm.ts';
import { bitsOf, tinyOptions } from '../src/train/__fixtures__/tiny-training.ts';
import { createMemoryCheckpointStore } from '../src/train/checkpoint-store.ts';
import type { TrainOptions } from '../src/train/options.ts';
import { train } from '../src/train/train.ts';

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
    tinyOptions({ ...network, runtime: wasm, architectureOptions: {}, ...more });

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
