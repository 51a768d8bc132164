import { EMOTIONS } from '@fer/core';
import { type FaceDataset, FER_PLUS_LABELS } from '@fer/dataset';
import { expect, it } from 'vitest';
import { selectImages } from './select-images.ts';

// Rows: training, then public: happy by all, nobody agrees, contempt by all; one pixel each.
const votes = [
  [10, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 10, 0, 0, 0, 0, 0, 0, 0, 0],
  [5, 5, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 10, 0, 0],
];
const dataset: FaceDataset = {
  name: 'tiny',
  width: 1,
  height: 1,
  count: 4,
  images: Uint8Array.of(10, 11, 12, 13),
  labels: Uint8Array.of(0, 1, 2, 3),
  splits: Uint8Array.of(0, 1, 1, 1),
  votes: Uint8Array.from(votes.flat()),
  source: { location: 'tiny.csv' },
  skipped: { count: 0, rows: [] },
};
const seven = [...EMOTIONS];
const eight = [...FER_PLUS_LABELS];

it('takes the labels of FER2013 as they are', () => {
  const { rows, dataLabels, labels, images } = selectImages(dataset, 'public', 'fer2013', [eight]);
  expect({ rows, dataLabels, labels: [...labels], images: [...images] }).toEqual({
    rows: [1, 2, 3],
    dataLabels: EMOTIONS,
    labels: [1, 2, 3],
    images: [11, 12, 13],
  });
});

it.each([
  ['seven', [seven], [1], [3]],
  ['eight', [eight], [1, 3], [3, 7]],
  ['both', [eight, seven], [1], [3]],
])('leaves of FER+ what a majority agrees on, for networks of %s labels', (_, networks, rows, labels) => {
  const images = selectImages(dataset, 'public', 'ferplus', networks);
  expect(images.rows).toEqual(rows);
  expect([...images.labels]).toEqual(labels);
  expect([...images.images]).toEqual(rows.map((row) => 10 + row));
  expect(images.count).toBe(rows.length);
});

it('says that there is no majority at all, or no such split', () => {
  const undecided = { ...dataset, votes: new Uint8Array(40) };
  expect(() => selectImages(undecided, 'public', 'ferplus', [eight])).toThrow(
    expect.objectContaining({ code: 'FER_DATA_EMPTY' }),
  );
  for (const source of ['fer2013', 'ferplus'] as const) {
    expect(() => selectImages(dataset, 'private', source, [eight])).toThrow(
      expect.objectContaining({ code: 'FER_DATA_SPLIT_MISSING' }),
    );
  }
});
