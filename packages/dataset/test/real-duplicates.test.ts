import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { datasetStatistics, findDuplicates, loadDataset } from '../src/index.ts';

const folder = process.env.FER_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const archive = join(folder, 'fer2013.tar.gz');

it.skipIf(!existsSync(archive))(
  'FER2013 has the published duplicates and statistics',
  async () => {
    const dataset = await loadDataset(archive, { cache: false });

    // numpy.mean and numpy.std of the pixels of each split.
    const { splits } = datasetStatistics(dataset);
    expect(splits.training.mean).toBeCloseTo(129.47433955, 7);
    expect(splits.training.standardDeviation).toBeCloseTo(65.02727348, 7);
    expect(splits.public.mean).toBeCloseTo(128.98103218, 7);
    expect(splits.private.standardDeviation).toBeCloseTo(65.3515175, 6);

    // Counted apart by a Python script that groups the rows of the CSV by the MD5 of their pixels column. The total of
    // 1,853 surplus copies, eleven of them black, is what github.com/KadenMc/EmotionRecognition found with numpy.unique.
    const { constant, exact, near } = findDuplicates(dataset);
    expect(constant).toHaveLength(12);
    expect(exact.groups).toHaveLength(1515);
    expect(exact.rows).toBe(3357);
    expect(exact.rows - exact.groups.length + constant.length - 1).toBe(1853);
    expect(exact.contradictory).toBe(56);
    expect(exact.pairs).toEqual({
      'training-training': 1486,
      'training-public': 360,
      'training-private': 415,
      'public-public': 26,
      'public-private': 47,
      'private-private': 18,
    });

    // All pairs of the 34,033 distinct images compared by numpy: 1,627 correlate with 0.92 or more, 1,614 of which have
    // difference hashes within 10 bits; with exact copies these are 2,421 pairs of rows.
    expect(Object.values(near.pairs).reduce((total, pairs) => total + pairs, 0)).toBe(2421);
  },
  60_000,
);
