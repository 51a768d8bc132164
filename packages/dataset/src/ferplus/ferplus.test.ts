import { describe, expect, it } from 'vitest';
import type { FaceDataset } from '../face-dataset.ts';
import { FER_PLUS_COLUMNS } from './columns.ts';
import { joinFerPlus } from './join-ferplus.ts';
import { FER_PLUS_LABELS } from './labels.ts';
import { majorityLabels } from './majority-labels.ts';
import { parseFerPlus } from './parse-ferplus.ts';
import { readFerPlus } from './read-ferplus.ts';

const HEADER = `Usage,Image name,${FER_PLUS_COLUMNS.join(',')}`;
const ROWS = [
  'Training,fer0000000.png,4,0,0,1,3,2,0,0,0,0',
  'Training,,0,0,0,0,0,0,0,0,0,10',
  'PublicTest,fer0028638.png,0,9,1,0,0,0,0,0,0,0',
];
const text = `${[HEADER, ...ROWS].join('\n')}\n`;

function dataset(
  splits: number[],
  skippedRows: number[] = [],
  skippedCount = skippedRows.length,
): FaceDataset {
  return {
    name: 'tiny',
    width: 48,
    height: 48,
    count: splits.length,
    images: new Uint8Array(splits.length * 2304),
    labels: new Uint8Array(splits.length),
    splits: Uint8Array.from(splits),
    source: { location: 'tiny.csv', checksum: { algorithm: 'md5', value: '0' } },
    skipped: { count: skippedCount, rows: skippedRows.map((row) => ({ row, reason: 'bad' })) },
  };
}

describe('parseFerPlus', () => {
  it('reads ten votes a row', () => {
    const { count, votes, splits } = parseFerPlus(text);
    expect(count).toBe(3);
    expect([...votes.subarray(0, 10)]).toEqual([4, 0, 0, 1, 3, 2, 0, 0, 0, 0]);
    expect([...votes.subarray(10, 20)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 10]);
    expect([...votes.subarray(20)]).toEqual([0, 9, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect([...splits]).toEqual([0, 0, 1]);
  });

  it('finds columns by name, with Windows line ends and a byte order mark', () => {
    const swapped = text.replace('neutral,happiness', 'Happiness,Neutral').replaceAll('\n', '\r\n');
    const { votes } = parseFerPlus(`\uFEFF${swapped}`);
    expect([...votes.subarray(0, 10)]).toEqual([0, 4, 0, 1, 3, 2, 0, 0, 0, 0]);
  });

  it.each([
    ['', 'FER_DATA_HEADER', 'line 1 lacks the columns Usage, neutral, happiness'],
    [text.replace('NF', 'NotAFace'), 'FER_DATA_HEADER', 'votes.csv: line 1 lacks the columns NF'],
    [HEADER, 'FER_DATA_EMPTY', 'there are no rows below the header'],
    [text.replace('PublicTest', 'Test'), 'FER_DATA_ROW', 'row 3 (line 4): usage "Test" is unknown'],
    [text.replace('4,0,0', 'x,0,0'), 'FER_DATA_ROW', 'row 1 (line 2): neutral is "x", not a number of votes'],
    [text.replace(',10\n', '\n'), 'FER_DATA_ROW', 'row 2 (line 3): NF is ""'],
    [text.replace(',10\n', ',10,0\n'), 'FER_DATA_ROW', 'row 2 (line 3): it has 13 columns instead of 12'],
    [
      text.replace('Training', 'constructor'),
      'FER_DATA_ROW',
      'row 1 (line 2): usage "constructor" is unknown',
    ],
    [text.replace('Training', '__proto__'), 'FER_DATA_ROW', 'row 1 (line 2): usage "__proto__" is unknown'],
    [text.replace('Image name', 'NF'), 'FER_DATA_HEADER', 'votes.csv: line 1 has the column nf twice'],
    [text.replace('4,0,0', `${'4'.repeat(99)},0,0`), 'FER_DATA_ROW', `neutral is "${'4'.repeat(24)}…", not`],
  ])('refuses a bad file (%#)', (bad, code, message) => {
    expect(() => parseFerPlus(bad, 'votes.csv')).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it('says that a file is not there', async () => {
    await expect(readFerPlus('/no/such/ferplus.csv')).rejects.toMatchObject({
      code: 'FER_DATA_NOT_FOUND',
      details: { path: '/no/such/ferplus.csv' },
    });
  });
});

describe('joinFerPlus', () => {
  const ferPlus = parseFerPlus(text, 'votes.csv');

  it('joins row by row', () => {
    expect(joinFerPlus(dataset([0, 0, 1]), ferPlus).votes).toEqual(ferPlus.votes);
  });

  it('passes over rows that were skipped', () => {
    const { votes } = joinFerPlus(dataset([0, 1], [2]), ferPlus);
    expect([...votes!]).toEqual([4, 0, 0, 1, 3, 2, 0, 0, 0, 0, 0, 9, 1, 0, 0, 0, 0, 0, 0, 0]);
  });

  it.each([
    [dataset([0, 0]), 'the data set has 2 rows, FER+ has 3'],
    [dataset([0, 0, 1], [4]), 'the data set has 3 rows and 1 skipped ones, FER+ has 3'],
    [dataset([0, 2, 1]), 'row 2 is private in the data set and training in FER+'],
    [dataset([0], [2], 2), '2 rows were skipped, too many to know which'],
    [{ ...dataset([0, 0, 1]), source: { location: 'faces/' } }, 'images have another order than the rows'],
  ])('refuses what does not belong together (%#)', (faces, message) => {
    expect(() => joinFerPlus(faces, ferPlus)).toThrow(
      expect.objectContaining({
        code: 'FER_INVALID_ARGUMENT',
        message: expect.stringContaining(message),
      }),
    );
  });
});

describe('majorityLabels', () => {
  it.each([
    ['a clear winner', [0, 9, 1, 0, 0, 0, 0, 0, 0, 0], 3],
    ['more than half once single votes are gone', [5, 0, 0, 2, 1, 1, 1, 0, 0, 0], 6],
    ['just half', [5, 0, 0, 5, 0, 0, 0, 0, 0, 0], 255],
    ['less than half', [4, 0, 0, 0, 3, 2, 0, 0, 1, 0], 255],
    ['contempt', [2, 0, 0, 0, 0, 0, 0, 8, 0, 0], 255],
    ['not a face', [0, 0, 0, 0, 0, 0, 0, 0, 0, 10], 255],
    ['no vote that counts', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 255],
    ['surprise', [0, 0, 6, 0, 0, 0, 4, 0, 0, 0], 5],
    ['sadness', [0, 0, 0, 7, 0, 3, 0, 0, 0, 0], 4],
    ['anger', [0, 0, 0, 0, 6, 4, 0, 0, 0, 0], 0],
    ['disgust', [0, 0, 0, 0, 2, 8, 0, 0, 0, 0], 1],
    ['fear', [0, 0, 0, 0, 0, 2, 8, 0, 0, 0], 2],
  ])('decides on %s', (_, votes, label) => {
    expect([...majorityLabels(Uint8Array.from(votes))]).toEqual([label]);
    expect([...majorityLabels(Uint8Array.from([...votes, ...votes]))]).toEqual([label, label]);
  });

  it('keeps contempt where the labels have it, and follows their order', () => {
    const votes = [
      [2, 0, 0, 0, 0, 0, 0, 8, 0, 0],
      [0, 9, 1, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 10, 0],
    ];
    expect([...majorityLabels(Uint8Array.from(votes.flat()), FER_PLUS_LABELS)]).toEqual([7, 3, 255]);
    const reversed = FER_PLUS_LABELS.toReversed();
    expect([...majorityLabels(Uint8Array.from(votes.flat()), reversed)]).toEqual([0, 4, 255]);
  });
});
