import { describe, expect, it } from 'vitest';
import type { FaceDataset } from '../face-dataset.ts';
import { FER_PLUS_LABELS } from './labels.ts';
import { type SelectFerPlusOptions, selectFerPlus } from './select-ferplus.ts';

// Columns: neutral, happiness, surprise, sadness, anger, disgust, fear, contempt, unknown, NF.
const ROWS = [
  [0, 9, 1, 0, 0, 0, 0, 0, 0, 0],
  [4, 0, 0, 0, 3, 2, 0, 0, 1, 0],
  [2, 0, 0, 0, 0, 0, 0, 8, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 10],
  [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  [0, 0, 4, 0, 0, 0, 2, 0, 4, 0],
  [0, 0, 0, 5, 0, 0, 0, 0, 3, 2],
  [1, 1, 1, 1, 1, 1, 1, 1, 0, 0],
];

/** Two-pixel images that show their row. */
function voted(splits = ROWS.map(() => 0)): FaceDataset {
  const count = ROWS.length;
  return {
    name: 'tiny',
    width: 2,
    height: 1,
    count,
    images: Uint8Array.from({ length: count * 2 }, (_, i) => i >> 1),
    labels: new Uint8Array(count),
    splits: Uint8Array.from(splits),
    source: { location: 'tiny.csv' },
    skipped: { count: 0, rows: [] },
    votes: Uint8Array.from(ROWS.flat()),
  };
}

function selected(options?: SelectFerPlusOptions, splits?: number[]) {
  const { images, labels, targets, count } = selectFerPlus(voted(splits), 'training', options);
  return Array.from({ length: count }, (_, at) => ({
    row: images[at * 2],
    label: FER_PLUS_LABELS[labels[at]!],
    target: targets && [...targets.subarray(at * 8, at * 8 + 8)],
  }));
}

/** angry, disgust, fear, happy, sad, surprise, neutral, contempt */
const rounded = (...target: number[]) => target.map((share) => Math.fround(share));

describe('selectFerPlus', () => {
  it('gives every image that shows an emotion the distribution of its votes', () => {
    expect(selected()).toEqual([
      { row: 0, label: 'happy', target: rounded(0, 0, 0, 1, 0, 0, 0, 0) },
      { row: 1, label: 'neutral', target: rounded(3 / 9, 2 / 9, 0, 0, 0, 0, 4 / 9, 0) },
      { row: 2, label: 'contempt', target: rounded(0, 0, 0, 0, 0, 0, 0.2, 0.8) },
      { row: 6, label: 'sad', target: rounded(0, 0, 0, 0, 1, 0, 0, 0) },
    ]);
  });

  it('lets single votes count where asked to, for the same images', () => {
    const [first, ...others] = selected({ singleVotes: true });
    expect(first).toEqual({ row: 0, label: 'happy', target: rounded(0, 0, 0, 0.9, 0, 0.1, 0, 0) });
    expect(others).toEqual(selected().slice(1));
  });

  it('keeps only what more than half agree on, to score on', () => {
    expect(selected({ rows: 'majority' })).toEqual([
      { row: 0, label: 'happy', target: undefined },
      { row: 2, label: 'contempt', target: undefined },
    ]);
  });

  it('takes the rows of the split alone', () => {
    expect(selected({}, [1, 0, 2, 0, 0, 0, 0, 0]).map(({ row }) => row)).toEqual([1, 6]);
  });

  it('says what is missing', () => {
    const { votes: _, ...without } = voted();
    expect(() => selectFerPlus(without, 'training')).toThrow(
      expect.objectContaining({
        code: 'FER_INVALID_ARGUMENT',
        message: expect.stringContaining('tiny.csv must have `votes`, ten numbers a row, but has none'),
      }),
    );
    expect(() => selectFerPlus(voted(), 'public')).toThrow(
      expect.objectContaining({ code: 'FER_DATA_SPLIT_MISSING' }),
    );
  });
});
