import { weightsFormatContract } from '@fer/core/test';
import { describe, expect, it } from 'vitest';
import { compute, largestDifference } from '../../test/compute.ts';
import { importWeights } from '../import-weights.ts';
import { kerasFiles, PICTURE, PROBABILITIES } from './__fixtures__/fixtures.ts';
import { kerasH5 } from './keras-h5.ts';
import { kerasZip } from './keras-zip.ts';

const INPUT = { width: 10, height: 12, channels: 1, resize: 'bilinear-antialias', range: [0, 1] } as const;
const LABELS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

describe('keras-h5 keeps the contract', () => {
  const files = kerasFiles('keras2-many.h5');
  for (const { name, run } of weightsFormatContract(kerasH5, { files })) it(name, run);
});

describe('keras keeps the contract', () => {
  const files = kerasFiles('keras3-many-zip.keras');
  for (const { name, run } of weightsFormatContract(kerasZip, { files })) it(name, run);
});

describe('a file that Keras wrote gives what Keras gave', () => {
  it.each<[string, string, readonly string[], keyof typeof PROBABILITIES, string | undefined]>([
    ['Keras 2, whole, names with suffixes', 'keras-h5', ['keras2-many.h5'], 'keras2-many', 'Keras 2.21.0'],
    [
      'the same by the newest HDF5, texts of variable length',
      'keras-h5',
      ['latest.h5'],
      'keras2-many',
      'Keras 2.21.0',
    ],
    ['the same in compressed chunks', 'keras-h5', ['latest-chunked.h5'], 'keras2-many', 'Keras 2.21.0'],
    ['Keras 3, whole', 'keras-h5', ['keras3-many.h5'], 'keras3-many', 'Keras 3.15.1'],
    [
      'Keras 2, JSON and weights',
      'keras-h5',
      ['keras2-tutorial.json', 'keras2-tutorial.h5'],
      'keras2-tutorial',
      'Keras 2.21.0',
    ],
    [
      'the same, weights first, in chunks',
      'keras-h5',
      ['chunked.h5', 'keras2-tutorial.json'],
      'keras2-tutorial',
      'Keras 2.21.0',
    ],
    [
      'Keras 3, JSON and .weights.h5',
      'keras-h5',
      ['keras3-tutorial.weights.h5', 'keras3-tutorial.json'],
      'keras3-tutorial',
      'Keras 3',
    ],
    ['Keras 3, .keras, sequential', 'keras', ['keras3-tutorial.keras'], 'keras3-tutorial', 'Keras 3.15.1'],
    ['Keras 2, models inside', 'keras-h5', ['keras2-transfer.h5'], 'keras2-transfer', 'Keras 2.21.0'],
    ['Keras 3, models inside', 'keras-h5', ['keras3-transfer.h5'], 'keras3-transfer', 'Keras 3.15.1'],
    [
      'Keras 3, .keras, models inside',
      'keras',
      ['keras3-transfer-zip.keras'],
      'keras3-transfer',
      'Keras 3.15.1',
    ],
    ['Keras 3, .keras, functional', 'keras', ['keras3-many-zip.keras'], 'keras3-many-zip', 'Keras 3.15.1'],
  ])('%s', async (_, format, names, key, producer) => {
    const weights = await importWeights(kerasFiles(...names), { input: INPUT, labels: LABELS });
    const given = compute({ graph: weights.graph!, tensors: weights.tensors }, INPUT, PICTURE);
    expect(largestDifference(given, PROBABILITIES[key])).toBeLessThan(1e-5);
    expect(weights.training).toMatchObject({ importedFrom: format, producer });
  });

  it.each(['keras2-transfer.h5', 'keras3-transfer.h5', 'keras3-transfer-zip.keras'])(
    'has the layers of models inside by their names: %s',
    async (file) => {
      const { graph, training } = await importWeights(kerasFiles(file), { input: INPUT, labels: LABELS });
      const names = graph!.layers.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['base.conv', 'block.conv', 'conv', 'head.inner.hidden']));
      // Not by their order.
      expect(training!.notes).toEqual([]);
    },
  );

  it('refuses a text whose length is damaged, for which the library would take up a gigabyte', async () => {
    const files = kerasFiles('keras2-many.h5');
    const bytes = files.get('keras2-many.h5')!;
    // The highest byte of the length of a layer's name.
    bytes[23_763] = 75;
    await expect(importWeights(files, { input: INPUT, labels: LABELS })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
      message: expect.stringContaining('longer than it is'),
    });
  });

  it('says that the weights of the optimizer were left out', async () => {
    const { training } = await importWeights(kerasFiles('keras2-many.h5'), { input: INPUT, labels: LABELS });
    expect(training!.notes).toEqual([expect.stringContaining('optimizer')]);
  });
});
