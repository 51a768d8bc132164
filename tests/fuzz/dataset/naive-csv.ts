/** A row that the naive reader takes for good. */
export interface NaiveRow {
  readonly label: number;
  readonly split: number;
  readonly pixels: readonly number[];
}

const LABELS: readonly (readonly string[])[] = [
  ['angry', 'anger'],
  ['disgust', 'disgusted'],
  ['fear', 'fearful', 'afraid'],
  ['happy', 'happiness'],
  ['sad', 'sadness'],
  ['surprise', 'surprised'],
  ['neutral'],
];
const USAGES = ['training', 'publictest', 'privatetest'];

/**
 * Reads a CSV of FER2013 as one would on a slate, from its rules and not from our reader's: whole text, one regular
 * expression for a cell, one list a row.
 *
 * @returns `undefined` without a usable header; a row is `undefined` if it is bad
 */
export function readNaively(bytes: Uint8Array): (NaiveRow | undefined)[] | undefined {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '');
  const lines = text.split('\n').filter((line) => line.length > 65_536 || line.replace(/[ \r]/g, '') !== '');
  const columns = splitCells(Buffer.from(lines.shift() ?? '', 'latin1').toString())?.map((name) =>
    name.trim().toLowerCase(),
  );
  if (columns === undefined || !columns.includes('pixels')) return undefined;
  const hasEmotion = columns.includes('emotion');

  return lines.map((line) => {
    const cells = splitCells(line);
    if (cells === undefined || cells.length !== columns.length || line.length > 65_536) return undefined;
    const cell = (name: string) => cells[columns.indexOf(name)]?.trim();
    const words = cell('pixels')!.split(/ +/);
    const pixels = words.map((word) => (/^[0-9]{1,3}$/.test(word) && Number(word) < 256 ? Number(word) : -1));
    const emotion = cell('emotion')?.toLowerCase();
    const label =
      emotion === undefined
        ? 255
        : LABELS.findIndex((names, index) => [...names, `${index}`].includes(emotion));
    const usage = cell('usage')?.toLowerCase();
    const split = usage === undefined ? (hasEmotion ? 0 : 2) : USAGES.indexOf(usage);
    const isGood = pixels.length === 2304 && !pixels.includes(-1) && label >= 0 && split >= 0;
    return isGood ? { label, split, pixels } : undefined;
  });
}

/** By RFC 4180, with white space around cells; quotes within a cell that does not start with one are text. */
function splitCells(line: string): string[] | undefined {
  const cell = /\s*(?:"((?:[^"]|"")*)"|((?!")[^,]*))\s*(,|$)/y;
  const cells: string[] = [];
  for (;;) {
    const found = cell.exec(line);
    if (found === null) return undefined;
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2]!);
    if (found[3] === '') return cells;
  }
}
