import { UNLABELLED } from '@fer/core';
import { expect, it } from 'vitest';
import type { FaceDataset } from '../face-dataset.ts';
import { datasetStatistics } from './dataset-statistics.ts';

const dataset: FaceDataset = {
  name: 'tiny',
  width: 2,
  height: 1,
  count: 4,
  images: Uint8Array.from([0, 255, 10, 20, 30, 40, 7, 7]),
  labels: Uint8Array.from([0, 6, 6, UNLABELLED]),
  splits: Uint8Array.from([0, 0, 0, 2]),
  source: { location: 'memory' },
  skipped: { count: 0, rows: [] },
};

const none = { angry: 0, disgust: 0, fear: 0, happy: 0, sad: 0, surprise: 0, neutral: 0 };

it('counts classes and measures pixels, in all and by split', () => {
  const statistics = datasetStatistics(dataset);
  expect(statistics).toMatchObject({ name: 'tiny', width: 2, height: 1, count: 4, unlabelled: 1 });
  expect(statistics.classes).toEqual({ ...none, angry: 1, neutral: 2 });
  // numpy.mean and numpy.std of the pixels.
  expect(statistics.mean).toBeCloseTo(46.125, 12);
  expect(statistics.standardDeviation).toBeCloseTo(79.92408507452556, 10);
  expect(statistics.splits.training).toMatchObject({
    count: 3,
    unlabelled: 0,
    classes: { angry: 1, neutral: 2 },
  });
  expect(statistics.splits.training.mean).toBeCloseTo(59.166666666666664, 12);
  expect(statistics.splits.training.standardDeviation).toBeCloseTo(88.52573386058742, 10);
  expect(statistics.splits.private).toMatchObject({
    count: 1,
    unlabelled: 1,
    classes: none,
    mean: 7,
    standardDeviation: 0,
  });
});

it('has null where there is nothing to measure', () => {
  expect(datasetStatistics(dataset).splits.public).toEqual({
    count: 0,
    classes: none,
    unlabelled: 0,
    mean: null,
    standardDeviation: null,
  });
});

it('counts classes of other names', () => {
  const own = { ...dataset, labels: Uint8Array.from([0, 1, 1, 1]), labelNames: ['bored', 'lost'] };
  const { classes, splits } = datasetStatistics<'bored' | 'lost'>(own);
  expect(classes).toEqual({ bored: 1, lost: 3 });
  expect(splits.private.classes).toEqual({ bored: 0, lost: 1 });
});
