import { describe, expect, it } from 'vitest';
import { inChunks, plain, TINY_EXPECTED, TINY_ROWS, tinyCsv, tinyPixels } from '../__fixtures__/tiny-csv.ts';
import { type ParseCsvOptions, parseFer2013Csv } from './parse-csv.ts';

const read = (csv: string, options: ParseCsvOptions = {}, chunkBytes = 1000) =>
  parseFer2013Csv(inChunks(csv, chunkBytes), { location: 'tiny.csv', ...options });

const pixels = (row: number) => tinyPixels(row).join(' ');

/** Row 2 of 3 has these pixels. */
const withPixels = (text: string) =>
  tinyCsv([TINY_ROWS[0]!, { ...TINY_ROWS[1]!, pixels: text }, TINY_ROWS[2]!]);

describe('parseFer2013Csv', () => {
  it.each([1, 2, 3, 7, 100, 4096, 1 << 20])('reads the same from chunks of %i bytes', async (size) => {
    const dataset = await read(tinyCsv(), {}, size);
    expect(plain(dataset)).toEqual(TINY_EXPECTED);
    expect(dataset).toMatchObject({
      name: 'tiny.csv',
      width: 48,
      height: 48,
      source: { location: 'tiny.csv' },
      skipped: { count: 0, rows: [] },
    });
  });

  it('reads the columns of icml_face_data.csv, whose commas are followed by spaces', async () => {
    const rows = ['emotion, Usage, pixels', `0, Training, ${pixels(0)}`, `6, PublicTest, ${pixels(1)}`];
    const dataset = await read([...rows, `3, PrivateTest, ${pixels(2)}`].join('\n'));
    expect(plain(dataset)).toEqual(TINY_EXPECTED);
  });

  it('counts train.csv as training', async () => {
    const dataset = await read(`emotion,pixels\n0,${pixels(0)}\n6,${pixels(1)}\n3,${pixels(2)}\n`);
    expect(plain(dataset)).toEqual({ ...TINY_EXPECTED, splits: [0, 0, 0] });
  });

  it('leaves test.csv unlabelled, in the split that nothing is chosen on', async () => {
    const dataset = await read(`pixels\n${pixels(0)}\n${pixels(1)}\n${pixels(2)}\n`);
    expect(plain(dataset)).toEqual({ ...TINY_EXPECTED, labels: [255, 255, 255], splits: [2, 2, 2] });
  });

  it.each([
    ['Windows line ends', tinyCsv().replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${tinyCsv()}`],
    ['no last newline', tinyCsv().trimEnd()],
    ['no last newline behind CR', `${tinyCsv().replaceAll('\n', '\r\n').trimEnd()}\r`],
    ['blank lines at the end', `${tinyCsv()}\n\r\n  \n`],
    ['blank lines between', tinyCsv().replaceAll('\n', '\n\n')],
    ['quoted pixels', tinyCsv().replaceAll(/,([^,]+),/g, ',"$1",')],
    ['everything quoted', tinyCsv().replaceAll(/[^,\n]+/g, '"$&"')],
    ['spaces about the pixels', tinyCsv().replaceAll(/,(\d[^,]+),/g, ', " $1 " ,')],
    ['two spaces between pixels', tinyCsv().replaceAll(' ', '  ')],
    ['a header in capitals', tinyCsv().replace('emotion,pixels,Usage', 'EMOTION,Pixels,usage')],
    ['names for labels', tinyCsv().replace('\n0,', '\nAngry,').replace('\n3,', '\nhappiness,')],
    [
      'spaces about label and usage',
      tinyCsv().replaceAll(/\n(\d),/g, `\n${' '.repeat(40)}$1${' '.repeat(40)},`),
    ],
    [
      'quotes in a further column',
      tinyCsv().replaceAll('\n', ',"an ""x"", y"\n').replace(',"an ""x"", y"', ',"id, emotion,x"'),
    ],
    [
      'a quote within a further column',
      tinyCsv()
        .replaceAll('\n', ',5" x\n')
        .replace(',5" x', ',size in ", "x, emotion, y"')
        .replaceAll(',5" x', ',5" x,y'),
    ],
    ['a first column without a name', tinyCsv().replaceAll(/^(?=.)/gm, ',')],
    ['a further column', tinyCsv().replaceAll('\n', ',"x, y"\n').replace(',"x, y"', ',id')],
  ])('reads %s', async (_, csv) => {
    expect(plain(await read(csv))).toEqual(TINY_EXPECTED);
    expect(plain(await read(csv, {}, 11))).toEqual(TINY_EXPECTED);
  });

  it.each([
    ['2,303 pixels', withPixels(tinyPixels(1).slice(1).join(' ')), 'it has 2,303 pixels instead of 2,304'],
    ['2,305 pixels', withPixels(`${pixels(1)} 7`), 'it has 2,305 pixels instead of 2,304'],
    ['no pixels', withPixels(''), 'it has 0 pixels instead of 2,304'],
    [
      '256',
      withPixels(pixels(1).replace(/^\d+ \d+/, '1 256')),
      'pixel 2 is "256", not a number from 0 to 255',
    ],
    ['999', withPixels(pixels(1).replace(/\d+$/, '999')), 'pixel 2304 is "999"'],
    ['x', withPixels(pixels(1).replace(/^\d+ \d+ \d+/, '1 2 x')), 'pixel 3 is "x"'],
    ['-1', withPixels(pixels(1).replace(/^\d+/, '-1')), 'pixel 1 is "-1"'],
    ['four digits', withPixels(pixels(1).replace(/^\d+/, '0001')), 'pixel 1 is "0001"'],
    ['a fraction', withPixels(pixels(1).replace(/^\d+/, '1.5')), 'pixel 1 is "1.5"'],
    ['a quote that stays open', withPixels(`"${pixels(1)}`), 'the quote before column 2 is not closed'],
    ['label 7', tinyCsv().replace('\n6,', '\n7,'), 'label "7" is not one of 0 to 6'],
    ['no label', tinyCsv().replace('\n6,', '\n,'), 'label "" is not one of 0 to 6'],
    ['a long label', tinyCsv().replace('\n6,', `\n6${' '.repeat(30)}x,`), 'label "6…" is not'],
    [
      'a huge label',
      tinyCsv().replace('\n6,', `\n${'6'.repeat(40_000)},`),
      `label "${'6'.repeat(24)}…" is not`,
    ],
    [
      'a long usage',
      tinyCsv().replace('PublicTest', `PublicTest${' '.repeat(30)}2`),
      'usage "PublicTest…" is not',
    ],
    ['usage constructor', tinyCsv().replace('PublicTest', 'constructor'), 'usage "constructor" is not'],
    ['usage __proto__', tinyCsv().replace('PublicTest', '__proto__'), 'usage "__proto__" is not'],
    ['usage toString', tinyCsv().replace('PublicTest', 'toString'), 'usage "toString" is not'],
    ['label constructor', tinyCsv().replace('\n6,', '\nconstructor,'), 'label "constructor" is not'],
    ['a tab behind the pixels', tinyCsv().replace(',PublicTest', '\t,PublicTest'), 'pixel 2304 is "'],
    ['an unknown usage', tinyCsv().replace('PublicTest', 'Test'), 'usage "Test" is not Training, PublicTest'],
    ['a missing column', tinyCsv().replace(',PublicTest', ''), 'it has 2 of 3 columns'],
    ['a column too many', tinyCsv().replace('PublicTest', 'PublicTest,1'), 'something follows its 3 columns'],
    [
      'text behind a quote',
      tinyCsv().replace(',PublicTest', ',"PublicTest"x'),
      'something follows its 3 columns',
    ],
  ])('refuses %s, or skips the row', async (_, csv, reason) => {
    for (const chunkBytes of [13, 1 << 16]) {
      await expect(read(csv, {}, chunkBytes)).rejects.toMatchObject({
        code: 'FER_DATA_ROW',
        message: expect.stringContaining(`tiny.csv, row 2 (line 3): ${reason}`),
        details: { location: 'tiny.csv', row: 2, line: 3, reason: expect.stringContaining(reason) },
      });

      const dataset = await read(csv, { onBadRow: 'skip' }, chunkBytes);
      expect(dataset.skipped).toEqual({
        count: 1,
        rows: [{ row: 2, reason: expect.stringContaining(reason) }],
      });
      expect(plain(dataset)).toEqual({
        count: 2,
        labels: [0, 3],
        splits: [0, 2],
        images: [...tinyPixels(0), ...tinyPixels(2)],
      });
    }
  });

  it('names the line, also behind blank ones', async () => {
    const csv = tinyCsv().replace('\n', '\n\n').replace('PublicTest', 'x');
    await expect(read(csv)).rejects.toMatchObject({ details: { row: 2, line: 4 } });
  });

  it('refuses a line without an end', async () => {
    const csv = tinyCsv([{ pixels: '7 '.repeat(100_000) }, TINY_ROWS[1]!]);
    await expect(read(csv)).rejects.toMatchObject({
      code: 'FER_DATA_ROW',
      message: expect.stringContaining('the line is longer than 65,536 bytes'),
    });
    const dataset = await read(csv, { onBadRow: 'skip' });
    expect(dataset).toMatchObject({ count: 1, skipped: { count: 1 } });
    expect([...dataset.images]).toEqual(tinyPixels(1));
  });

  it.each([10_000, 1 << 20])('refuses a line of 65,537 bytes, from chunks of %i', async (chunkBytes) => {
    const long = (length: number) => tinyCsv().replace('\n6,', (start) => start.padEnd(length, ' '));
    const free = 65_536 - tinyCsv().split('\n')[2]!.length + 3;
    expect(plain(await read(long(free), {}, chunkBytes))).toEqual(TINY_EXPECTED);
    await expect(read(long(free + 1), {}, chunkBytes)).rejects.toMatchObject({
      message: expect.stringContaining('row 2 (line 3): the line is longer than 65,536 bytes'),
    });
    const dataset = await read(long(free + 1), { onBadRow: 'skip' }, chunkBytes);
    expect([...dataset.labels]).toEqual([0, 3]);

    await expect(read(`${' '.repeat(65_537)}\n${tinyCsv()}`, {}, chunkBytes)).rejects.toMatchObject({
      code: 'FER_DATA_HEADER',
    });
  });

  it('takes no memory for a length that is claimed', async () => {
    const rows = Array.from({ length: 200 }, () => ({ pixels: '0 '.repeat(2304) }));
    const dataset = await read(tinyCsv(rows), { totalBytes: 2 ** 52 });
    expect(dataset.count).toBe(200);
  });

  it('counts all skipped rows and lists the first 100', async () => {
    const bad = Array.from({ length: 150 }, () => ({ emotion: 9 }));
    const { skipped } = await read(tinyCsv([...bad, { emotion: 1 }]), { onBadRow: 'skip' });
    expect(skipped.count).toBe(150);
    expect(skipped.rows).toHaveLength(100);
    expect(skipped.rows[99]).toEqual({ row: 100, reason: 'label "9" is not one of 0 to 6' });
  });

  it.each([
    ['a file without header', tinyCsv().replace(/^.*\n/, ''), '"0,'],
    ['another header', 'a,b,c\n1,2,3\n', '"a,b,c"'],
    ['a header with two pixels columns', 'pixels,emotion,pixels\n', '"pixels,emotion,pixels"'],
    ['garbage in one line', '\u0001'.repeat(100_000), 'a line of more than 65,536 bytes'],
    ['a header with a quote that stays open', '"id,emotion,pixels,Usage\n', 'but is "\\"id,emotion'],
    ['a web page', '<!DOCTYPE html>\n', 'but is a web page, perhaps one that asks for a login.'],
    [
      'a pointer',
      'version https://git-lfs.github.com/spec/v1\n',
      'but is the pointer of Git LFS (fetch the file with',
    ],
    ['what may be a secret', 'root:$6$salt:19000:0\n', 'but is something else.'],
  ])('refuses %s', async (_, csv, shown) => {
    await expect(read(csv)).rejects.toMatchObject({
      code: 'FER_DATA_HEADER',
      message: expect.stringContaining(shown),
    });
  });

  it.each([
    ['an empty file', '', 'tiny.csv is empty'],
    ['blank lines only', '\n\r\n', 'tiny.csv is empty'],
    ['a header alone', 'emotion,pixels,Usage\n', 'tiny.csv has no rows below its header'],
    ['a header without newline', 'emotion,pixels,Usage', 'tiny.csv has no rows below its header'],
  ])('refuses %s', async (_, csv, message) => {
    await expect(read(csv)).rejects.toMatchObject({
      code: 'FER_DATA_EMPTY',
      message: expect.stringContaining(message),
    });
  });

  it('refuses a file of which nothing is left', async () => {
    await expect(read(tinyCsv([{ emotion: 8 }]), { onBadRow: 'skip' })).rejects.toMatchObject({
      code: 'FER_DATA_EMPTY',
      details: { skipped: { count: 1, rows: [{ row: 1 }] } },
    });
  });

  it('grows beyond any estimate, with and without a known length', async () => {
    // The first rows are as long as can be, so that the estimate from them is far too small.
    const row = (index: number) => (index < 200 ? 255 : index % 10);
    const rows = Array.from({ length: 700 }, (_, index) => ({
      emotion: index % 7,
      pixels: new Array(2304).fill(row(index)).join(' '),
    }));
    const csv = tinyCsv(rows);
    for (const totalBytes of [csv.length, undefined]) {
      const dataset = await read(csv, { totalBytes }, 50_000);
      expect(dataset.count).toBe(700);
      expect(dataset.images).toHaveLength(700 * 2304);
      for (const index of [0, 127, 128, 199, 200, 500, 699]) {
        expect(dataset.labels[index]).toBe(index % 7);
        const image = dataset.images.subarray(index * 2304, (index + 1) * 2304);
        expect(image.every((level) => level === row(index))).toBe(true);
      }
      expect(dataset.images.buffer.byteLength).toBeLessThan(dataset.images.byteLength * 1.2);
    }
  });

  it('tells how far it is', async () => {
    const csv = tinyCsv();
    const seen: unknown[] = [];
    await read(csv, { totalBytes: csv.length, onProgress: (progress) => seen.push(progress) }, 20_000);
    expect(seen).toEqual([
      { bytesRead: 20_000, totalBytes: csv.length },
      { bytesRead: csv.length, totalBytes: csv.length },
    ]);
  });

  it('stops with the reason of an abort', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const onProgress = () => controller.abort(reason);
    await expect(read(tinyCsv(), { signal: controller.signal, onProgress })).rejects.toBe(reason);
    await expect(read(tinyCsv(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
