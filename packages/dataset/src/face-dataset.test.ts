import { describe, expect, it } from 'vitest';
import { type FaceDataset, type Split, selectSplit } from './face-dataset.ts';

/** Two-pixel images whose levels are 10 · row and 10 · row + 1. */
function dataset(splits: readonly number[]): FaceDataset {
  return {
    name: 'tiny',
    width: 2,
    height: 1,
    count: splits.length,
    images: Uint8Array.from({ length: splits.length * 2 }, (_, i) => (i >> 1) * 10 + (i & 1)),
    labels: Uint8Array.from(splits, (_, row) => row % 7),
    splits: Uint8Array.from(splits),
    source: { location: 'tiny.csv' },
    skipped: { count: 0, rows: [] },
  };
}

describe('selectSplit', () => {
  it('views the rows of a split that is in one piece', () => {
    const all = dataset([0, 0, 1, 1, 1, 2]);
    const split = selectSplit(all, 'public');
    expect(split).toMatchObject({ count: 3, width: 2, height: 1 });
    expect([...split.images]).toEqual([20, 21, 30, 31, 40, 41]);
    expect([...split.labels]).toEqual([2, 3, 4]);
    expect(split.images.buffer).toBe(all.images.buffer);
  });

  it('copies the rows of a split that is not', () => {
    const all = dataset([1, 0, 1, 2, 0, 1]);
    const split = selectSplit(all, 'public');
    expect(split.count).toBe(3);
    expect([...split.images]).toEqual([0, 1, 20, 21, 50, 51]);
    expect([...split.labels]).toEqual([0, 2, 5]);
    expect(split.images.buffer).not.toBe(all.images.buffer);
  });

  it.each([
    ['viewed', [0, 1, 1], [2, 3, 4, 5]],
    ['copied', [1, 0, 1], [0, 1, 4, 5]],
  ])('takes soft labels along, %s', (_, splits, expected) => {
    const split = selectSplit({ ...dataset(splits), targets: Float32Array.of(0, 1, 2, 3, 4, 5) }, 'public');
    expect([...split.targets!]).toEqual(expected);
    expect('targets' in selectSplit(dataset(splits), 'public')).toBe(false);
  });

  it('says which splits there are if one is missing', () => {
    expect(() => selectSplit(dataset([0, 2]), 'public')).toThrow(
      expect.objectContaining({
        code: 'FER_DATA_SPLIT_MISSING',
        message: expect.stringContaining("no rows of the split 'public'; it has training, private"),
        details: { location: 'tiny.csv', split: 'public', available: ['training', 'private'] },
      }),
    );
    expect(() => selectSplit(dataset([0, 2]), 'test' as Split)).toThrow(/no rows of the split 'test'/);
  });
});
