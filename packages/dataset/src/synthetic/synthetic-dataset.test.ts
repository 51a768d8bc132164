import { EMOTIONS, FerError } from '@fer/core';
import { expect, it } from 'vitest';
import { selectSplit } from '../face-dataset.ts';
import { datasetStatistics } from '../statistics/dataset-statistics.ts';
import { findDuplicates } from '../statistics/duplicates.ts';
import { drawFace } from './draw-face.ts';
import { createSyntheticDataset, SYNTHETIC_COUNTS } from './synthetic-dataset.ts';

const area = 48 * 48;

it('has the splits asked for, each with as many of every emotion', () => {
  const dataset = createSyntheticDataset({ seed: 1, training: 35, public: 15, private: 7 });
  expect(dataset).toMatchObject({
    name: 'synthetic',
    width: 48,
    height: 48,
    count: 57,
    source: { location: 'synthetic' },
  });
  expect(dataset.images.length).toBe(57 * area);
  const { splits } = datasetStatistics(dataset);
  expect(Object.values(splits.training.classes)).toEqual(Array(7).fill(5));
  expect(Object.values(splits.public.classes)).toEqual([3, 2, 2, 2, 2, 2, 2]);
  expect(Object.values(splits.private.classes)).toEqual(Array(7).fill(1));
  expect(selectSplit(dataset, 'public').count).toBe(15);
});

it('has equally many of each emotion by default', () => {
  for (const count of Object.values(SYNTHETIC_COUNTS)) expect(count % EMOTIONS.length).toBe(0);
});

it('is the same for the same seed, and a longer one starts with a shorter one', () => {
  const few = { training: 10, public: 3, private: 2 };
  const dataset = createSyntheticDataset({ seed: 4, ...few });
  expect(createSyntheticDataset({ seed: 4, ...few })).toEqual(dataset);
  expect(createSyntheticDataset({ seed: 5, ...few }).images).not.toEqual(dataset.images);
  const longer = createSyntheticDataset({ seed: 4, ...few, training: 12 });
  expect(longer.images.subarray(0, 10 * area)).toEqual(dataset.images.subarray(0, 10 * area));
  expect(selectSplit(longer, 'public').images).toEqual(selectSplit(dataset, 'public').images);
});

it('shows no picture twice', () => {
  const report = findDuplicates(createSyntheticDataset({ seed: 2, training: 280, public: 70, private: 70 }));
  expect(report.constant).toEqual([]);
  expect(report.exact.groups).toEqual([]);
});

it('can be told apart: a picture minus the same person at rest is nearest to the mean of its own emotion', () => {
  // Lines of a face and its light differ more between people than between emotions, so the person is taken away.
  const features = (emotion: (typeof EMOTIONS)[number], seed: number): Float64Array => {
    const shown = drawFace({ emotion, seed }).data;
    const rest = drawFace({ emotion: 'neutral', seed }).data;
    return Float64Array.from(shown, (level, at) => level - rest[at]!);
  };
  const shown = EMOTIONS.filter((emotion) => emotion !== 'neutral');
  const means = shown.map((emotion) => {
    const sum = new Float64Array(area);
    for (let seed = 0; seed < 60; seed++) {
      features(emotion, seed).forEach((value, at) => {
        sum[at]! += value / 60;
      });
    }
    return sum;
  });
  const cosine = (a: Float64Array, b: Float64Array) => {
    const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, at) => sum + value * y[at]!, 0);
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  };
  let right = 0;
  for (let seed = 1000; seed < 1020; seed++) {
    shown.forEach((emotion, label) => {
      const likeness = means.map((mean) => cosine(features(emotion, seed), mean));
      if (likeness.indexOf(Math.max(...likeness)) === label) right++;
    });
  }
  // One in six by chance.
  expect(right / (20 * shown.length)).toBeGreaterThan(0.5);
});

it.each([
  [{ seed: 1, training: -1 }, '`training` must be a whole number, 0 or more, but is -1'],
  [{ seed: 1, public: 0.5 }, '`public` must be a whole number, 0 or more, but is 0.5'],
  [{ seed: 1, training: 0, public: 0, private: 0 }, 'must be more than 0 together, but is 0'],
])('refuses %j', (options, message) => {
  expect(() => createSyntheticDataset(options)).toThrow(FerError);
  expect(() => createSyntheticDataset(options)).toThrow(message);
});
