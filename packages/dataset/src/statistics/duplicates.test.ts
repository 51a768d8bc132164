import { createRandom, FerError, UNLABELLED } from '@fer/core';
import { describe, expect, it } from 'vitest';
import type { FaceDataset } from '../face-dataset.ts';
import { createCorrelation } from './correlation.ts';
import { findDuplicates } from './duplicates.ts';

const area = 48 * 48;

/** A smooth picture of its own for each seed: noise on a 6×6 grid, enlarged. */
function picture(seed: number): Uint8Array {
  const random = createRandom(seed);
  const grid = Array.from({ length: 36 }, () => random.integer(200));
  return Uint8Array.from({ length: area }, (_, at) => {
    const x = at % 48;
    const y = Math.floor(at / 48);
    return grid[Math.floor(y / 8) * 6 + Math.floor(x / 8)]! + ((x * 7 + y * 3) % 9);
  });
}

function dataset(rows: { image: Uint8Array; label?: number; split?: number }[]): FaceDataset {
  return {
    name: 'test',
    width: 48,
    height: 48,
    count: rows.length,
    images: Uint8Array.from(rows.flatMap(({ image }) => [...image])),
    labels: Uint8Array.from(rows, ({ label = 0 }) => label),
    splits: Uint8Array.from(rows, ({ split = 0 }) => split),
    source: { location: 'memory' },
    skipped: { count: 0, rows: [] },
  };
}

const marked = picture(2);
for (let x = 0; x < 48; x += 3) marked[20 * 48 + x] = 255;
const brighter = picture(1).map((level) => level + 40);

const rows = [
  { image: picture(1), label: 3, split: 0 },
  { image: picture(2), label: 1, split: 0 },
  { image: picture(3), label: 2, split: 0 },
  { image: new Uint8Array(area), label: 0, split: 0 },
  { image: picture(1), label: 4, split: 1 },
  { image: marked, label: 1, split: 2 },
  { image: picture(1), label: 3, split: 1 },
  { image: new Uint8Array(area).fill(9), label: 0, split: 2 },
  { image: new Uint8Array(area), label: 5, split: 1 },
  { image: brighter, label: UNLABELLED, split: 2 },
];

describe('a report', () => {
  const report = findDuplicates(dataset(rows));

  it('keeps constant images apart', () => {
    expect(report.constant).toEqual([3, 7, 8]);
  });

  it('groups exact copies and counts their pairs by split', () => {
    expect(report.exact).toEqual({
      groups: [{ rows: [0, 4, 6], contradictory: true }],
      rows: 3,
      contradictory: 1,
      pairs: { 'training-public': 2, 'public-public': 1 },
    });
  });

  it('finds pictures with marks and in other light, with all copies of them', () => {
    expect(report.near).toEqual({
      groups: [
        { rows: [0, 4, 6, 9], contradictory: true },
        { rows: [1, 5], contradictory: false },
      ],
      rows: 6,
      contradictory: 1,
      pairs: { 'training-private': 2, 'public-private': 2 },
    });
  });

  it('names the rows that Training has too', () => {
    expect(report.sharedWithTraining).toEqual({ public: [4, 6], private: [5, 9] });
  });
});

it('does not count an unlabelled copy as a contradiction', () => {
  const { exact } = findDuplicates(
    dataset([
      { image: picture(1), label: 3 },
      { image: picture(1), label: UNLABELLED },
    ]),
  );
  expect(exact).toMatchObject({ rows: 2, contradictory: 0, pairs: { 'training-training': 1 } });
});

it('finds less with stricter options', () => {
  expect(
    findDuplicates(dataset(rows), { minCorrelation: 0.9999 }).near.groups.map(({ rows }) => rows),
  ).toEqual([[0, 4, 6, 9]]);
});

it('finds nothing among different pictures, and in no pictures', () => {
  const different = Array.from({ length: 200 }, (_, seed) => ({ image: picture(seed) }));
  const nothing = { groups: [], rows: 0, contradictory: 0, pairs: {} };
  for (const data of [dataset(different), dataset([])]) {
    expect(findDuplicates(data)).toEqual({
      constant: [],
      exact: nothing,
      near: nothing,
      sharedWithTraining: { public: [], private: [] },
    });
  }
});

it.each([
  [{ minCorrelation: 0 }, '`minCorrelation` must be above 0 and at most 1, but is 0.'],
  [{ minCorrelation: Number.NaN }, 'but is NaN.'],
  [{ maxHashDistance: 16 }, '`maxHashDistance` must be a whole number from 0 to 15, but is 16.'],
  [{ maxHashDistance: 2.5 }, 'but is 2.5.'],
])('refuses %j', (options, message) => {
  expect(() => findDuplicates(dataset(rows), options)).toThrow(FerError);
  expect(() => findDuplicates(dataset(rows), options)).toThrow(message);
});

it('correlates as numpy.corrcoef does', () => {
  const correlation = createCorrelation(Uint8Array.from([1, 5, 2, 200, 3, 9, 0, 100]), 2);
  expect(correlation(0, 1)).toBeCloseTo(0.99795024, 7);
  expect(correlation(1, 1)).toBeCloseTo(1, 12);
});
