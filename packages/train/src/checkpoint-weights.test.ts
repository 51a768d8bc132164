import { expect, it } from 'vitest';
import { bitsOf, tinyOptions } from './__fixtures__/tiny-training.ts';
import { createMemoryCheckpointStore } from './checkpoint-store.ts';
import { readCheckpointWeights } from './checkpoint-weights.ts';
import { train } from './train.ts';

it('gives the best and the latest weights of a training', async () => {
  const checkpoints = createMemoryCheckpointStore();
  const { best, final, architecture, input, labels, history } = await train(tinyOptions({ checkpoints }));
  const read = await readCheckpointWeights(checkpoints);
  expect(read).toMatchObject({ architecture, input, labels, history });
  expect(read.best).toEqual(best);
  expect(bitsOf(read.latest)).toBe(bitsOf(final.tensors));
  expect(read.next).toEqual({ epoch: history.length, step: 0 });
});

it('has no best before the first validation, and nothing without a checkpoint', async () => {
  const checkpoints = createMemoryCheckpointStore();
  await expect(readCheckpointWeights(checkpoints)).rejects.toMatchObject({
    code: 'FER_CHECKPOINT_NOT_FOUND',
  });
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  await expect(train(tinyOptions({ checkpoints, onProgress, signal: controller.signal }))).rejects.toThrow();
  const read = await readCheckpointWeights(checkpoints);
  expect(read.best).toBeUndefined();
  expect(read.latest.size).toBe(9);
  expect(read.next).toEqual({ epoch: 0, step: 0 });
});
