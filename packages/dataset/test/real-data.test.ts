import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  FER_PLUS_LABELS,
  loadDataset,
  majorityLabels,
  SPLITS,
  selectFerPlus,
  selectSplit,
} from '../src/index.ts';

const folder = process.env.FER_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const reason = existsSync(join(folder, 'fer2013.tar.gz')) ? '' : ` (skipped: no data in ${folder})`;

// Rows of each label as the README of the data publishes them.
const COUNTS = {
  training: [3995, 436, 4097, 7215, 4830, 3171, 4965],
  public: [467, 56, 496, 895, 653, 415, 607],
  private: [491, 55, 528, 879, 594, 416, 626],
};

describe.skipIf(reason !== '')(`FER2013 itself${reason}`, () => {
  let cache: string;
  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'fer-real-'));
  });
  afterAll(() => rm(cache, { recursive: true }));

  it('has the published rows of each split and label, read and kept', async () => {
    const path = join(folder, 'fer2013.tar.gz');
    const read = await loadDataset(path, { cache });
    const kept = await loadDataset(path, { cache, ferplus: join(folder, 'ferplus.csv') });
    for (const dataset of [read, kept]) {
      expect(dataset.source).toMatchObject({
        checksum: { algorithm: 'md5', value: 'f8428a1edbd21e88f42c73edd2a14f95' },
        recognisedAs: expect.stringContaining('fer2013.csv'),
      });
      expect(dataset.name).toBe('fer2013');
      for (const split of SPLITS) {
        const { count, labels } = selectSplit(dataset, split);
        expect(count).toBe(COUNTS[split].reduce((sum, rows) => sum + rows));
        const counts = COUNTS[split].map((_, label) => labels.filter((one) => one === label).length);
        expect(counts).toEqual(COUNTS[split]);
      }
    }
    expect(Buffer.compare(read.images, kept.images)).toBe(0);

    // Joined to the right rows, people and FER2013 agree far more often than the 1 in 7 of chance.
    const majority = majorityLabels(kept.votes!);
    const decided = majority.reduce((sum, label) => sum + (label === 255 ? 0 : 1), 0);
    const agreeing = majority.reduce((sum, label, row) => sum + (label === kept.labels[row] ? 1 : 0), 0);
    expect(agreeing / decided).toBeGreaterThan(0.6);

    // What the rule of Barsoum et al. 2016 leaves of the eight classes, counted apart by a few lines of Python.
    const eight = majorityLabels(kept.votes!, FER_PLUS_LABELS);
    const left = SPLITS.map((_, split) =>
      eight.filter((label, row) => label !== 255 && kept.splits[row] === split),
    );
    expect(left.map(({ length }) => length)).toEqual([25_060, 3_199, 3_153]);
    const agreed = SPLITS.map((split) => selectFerPlus(kept, split, { rows: 'majority' }).count);
    expect(agreed).toEqual([25_060, 3_199, 3_153]);
    // Counted by a script of its own over the text of ferplus.csv.
    const spread = SPLITS.map((split) => selectFerPlus(kept, split).count);
    expect(spread).toEqual([28_153, 3_524, 3_521]);
  }, 120_000);

  it('reads the 700 rows for quick tests', async () => {
    const dataset = await loadDataset(join(folder, 'fer2013-700.csv'), { cache: false });
    expect(SPLITS.map((split) => selectSplit(dataset, split).count)).toEqual([500, 100, 100]);
    // The first levels of the file, as they stand in its text.
    expect([...dataset.images.subarray(0, 8)]).toEqual([70, 80, 82, 72, 58, 58, 60, 63]);
  });
});
