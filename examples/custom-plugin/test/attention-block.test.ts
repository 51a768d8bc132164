import { FerError } from '@fer/core';
import { createBatches, createSyntheticDataset, selectSplit } from '@fer/dataset';
import { train } from '@fer/train';
import { expect, it } from 'vitest';
import { plugin } from '../src/index.ts';

const faces = createSyntheticDataset({ seed: 1, training: 32, public: 0, private: 0 });
const batches = createBatches(selectSplit(faces, 'training'), { batchSize: 16, seed: 1, stepsPerEpoch: 1 });
const trainWith = (ratio: number) =>
  train({
    architecture: 'attention-net',
    architectureOptions: { ratio },
    plugins: [plugin],
    batches,
    epochs: 1,
  });

it('is trained as the layers that it stands for', async () => {
  const { best, graph } = await trainWith(2);
  expect(graph.layers.map(({ name }) => name)).toContain('block_excite');
  // 8 filters are squeezed to 4.
  expect(best.tensors.get('block_reduce/kernel')?.shape).toEqual([8, 4]);
});

it('fails with a code of its own for a ratio that does not divide the filters', async () => {
  const error = await trainWith(3).catch((thrown: unknown) => thrown);
  expect(FerError.isInstance(error) && error.code).toBe('PLUGIN_ATTENTION_RATIO');
});
