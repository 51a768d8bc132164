import { expect, it } from 'vitest';
import type { Candidate } from './decode-boxes.ts';
import { weightedNms } from './weighted-nms.ts';

const candidate = (confidence: number, left: number, top: number, side = 10): Candidate => ({
  confidence,
  coordinates: [left, top, left + side, top + side, left + 3, top + 4],
});

it('makes the weighted mean of what overlaps, as confident as the best', () => {
  const faces = weightedNms([candidate(0.6, 2, 0), candidate(0.9, 0, 0), candidate(0.7, 100, 50)]);
  expect(faces.map(({ confidence }) => confidence)).toEqual([0.9, 0.7]);
  const shift = (0.6 * 2) / 1.5;
  for (const [i, value] of [shift, 0, 10 + shift, 10, 3 + shift, 4].entries()) {
    expect(faces[0]!.coordinates[i]).toBeCloseTo(value, 12);
  }
  for (const [i, value] of candidate(0.7, 100, 50).coordinates.entries()) {
    expect(faces[1]!.coordinates[i]).toBeCloseTo(value, 12);
  }
});

it('keeps those apart that share less than three tenths', () => {
  // Boxes of 10 shifted by d share (10 - d) / (10 + d).
  expect(weightedNms([candidate(0.9, 0, 0), candidate(0.8, 5.5, 0)])).toHaveLength(2);
  expect(weightedNms([candidate(0.9, 0, 0), candidate(0.8, 5.3, 0)])).toHaveLength(1);
  // A small box in a large one is not the same face.
  expect(weightedNms([candidate(0.9, 0, 0, 100), candidate(0.8, 5, 5, 50)])).toHaveLength(2);
});

it('compares with the best alone, and gives nothing for nothing', () => {
  const chain = [candidate(0.9, 0, 0), candidate(0.8, 4, 0), candidate(0.7, 8, 0)];
  expect(weightedNms(chain)).toHaveLength(2);
  expect(weightedNms([])).toEqual([]);
});
