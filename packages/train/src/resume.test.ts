import { describe, expect, it } from 'vitest';
import { bitsOf, everyWay, tinyOptions } from './__fixtures__/tiny-training.ts';
import { type CheckpointStore, createMemoryCheckpointStore } from './checkpoint-store.ts';
import type { TrainOptions } from './options.ts';
import type { TrainProgress } from './progress.ts';
import { train } from './train.ts';

const reason = new Error('stopped by the test');

/** Trains until the given number of steps is done, then aborts. */
async function trainUntil(steps: number, options: TrainOptions): Promise<void> {
  const controller = new AbortController();
  let done = 0;
  const onProgress = (event: TrainProgress) => {
    if (event.type === 'step' && ++done === steps) controller.abort(reason);
  };
  await expect(train({ ...options, signal: controller.signal, onProgress })).rejects.toBe(reason);
}

/** The state of a training that died after `steps`: what was written until then, and nothing later. */
async function dieAfter(steps: number, options: Partial<TrainOptions> = {}): Promise<CheckpointStore> {
  const checkpoints = createMemoryCheckpointStore();
  await trainUntil(steps, tinyOptions({ ...options, checkpoints }));
  return checkpoints;
}

describe('resuming', () => {
  const variants: Record<string, Partial<TrainOptions>> = {
    'Adam, cosine': {},
    'SGD, plateau': {
      optimizer: { type: 'sgd', weightDecay: 0.01 },
      schedule: { type: 'plateau', patience: 1, factor: 0.5 },
      metric: 'loss',
    },
    'averaged, mixed and taught': everyWay(),
  };
  for (const [name, variant] of Object.entries(variants)) {
    // Three epochs of four steps; an abort after step 4 falls between the last step and the validation.
    it(`gives the same bits wherever the training stopped (${name})`, async () => {
      const whole = await train(tinyOptions(variant));
      for (let steps = 1; steps <= 12; steps++) {
        const checkpoints = await dieAfter(steps, variant);
        const resumed = await train(tinyOptions({ ...variant, checkpoints, resume: true }));
        expect(bitsOf(resumed.final.tensors), `after ${steps} steps`).toBe(bitsOf(whole.final.tensors));
        expect(bitsOf(resumed.best.tensors)).toBe(bitsOf(whole.best.tensors));
        expect(resumed.history).toEqual(whole.history);
        expect(resumed.best.epoch).toBe(whole.best.epoch);
      }
    });
  }
});
