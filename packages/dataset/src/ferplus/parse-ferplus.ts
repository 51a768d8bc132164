import { describeValue, FerError, type FerErrorCode } from '@fer/core';
import { splitFromUsage } from '../fer2013/format.ts';
import { FER_PLUS_COLUMNS, type FerPlusVotes } from './columns.ts';

/**
 * Reads the text of FER+'s `fer2013new.csv` or `ferplus.csv` (Barsoum et al. 2016, arxiv.org/abs/1608.01041): a header,
 * then `Usage,Image name` and ten votes a row, in the row order of `fer2013.csv`. Columns are found by their names.
 * A bad row is always an error: with a row less, all others would go to the wrong face.
 *
 * @param location for messages
 * @throws FerError `FER_DATA_HEADER`, `FER_DATA_ROW`, `FER_DATA_EMPTY`
 */
export function parseFerPlus(text: string, location = 'the FER+ file'): FerPlusVotes {
  if (typeof text !== 'string') {
    const shown = describeValue(text);
    throw new FerError('FER_INVALID_ARGUMENT', `parseFerPlus: the votes must be a text, but are ${shown}.`);
  }
  const rows = text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  const header = rows.shift();
  const names = header!.split(',').map((name) => name.trim().toLowerCase());
  const usageColumn = names.indexOf('usage');
  const voteColumns = FER_PLUS_COLUMNS.map((name) => names.indexOf(name.toLowerCase()));
  const missing = ['Usage', ...FER_PLUS_COLUMNS].filter((name) => !names.includes(name.toLowerCase()));
  if (missing.length > 0)
    throw problem('FER_DATA_HEADER', location, `line 1 lacks the columns ${missing.join(', ')}`);
  const isTwice = (column: number) => names.indexOf(names[column]!, column + 1) >= 0;
  const twice = [usageColumn, ...voteColumns].find(isTwice);
  if (twice !== undefined)
    throw problem('FER_DATA_HEADER', location, `line 1 has the column ${names[twice]} twice`);
  if (rows.length === 0) throw problem('FER_DATA_EMPTY', location, 'there are no rows below the header');

  const votes = new Uint8Array(rows.length * FER_PLUS_COLUMNS.length);
  const splits = new Uint8Array(rows.length);
  let at = 0;
  for (const [index, row] of rows.entries()) {
    const where = `row ${index + 1} (line ${index + 2})`;
    const cells = row.split(',').map((cell) => cell.trim());
    if (cells.length > names.length) {
      const what = `${where}: it has ${cells.length} columns instead of ${names.length}`;
      throw problem('FER_DATA_ROW', location, what, index + 1);
    }
    const usage = cells[usageColumn] ?? '';
    const split = splitFromUsage(usage);
    if (split === undefined) {
      throw problem('FER_DATA_ROW', location, `${where}: usage ${quote(usage)} is unknown`, index + 1);
    }
    splits[index] = split;
    for (const [vote, column] of voteColumns.entries()) {
      const cell = cells[column] ?? '';
      if (!/^\d{1,2}$/.test(cell)) {
        const what = `${FER_PLUS_COLUMNS[vote]} is ${quote(cell)}, not a number of votes`;
        throw problem('FER_DATA_ROW', location, `${where}: ${what}`, index + 1);
      }
      votes[at++] = Number(cell);
    }
  }
  return { location, count: rows.length, votes, splits };
}

function quote(cell: string): string {
  return JSON.stringify(cell.length > 24 ? `${cell.slice(0, 24)}…` : cell);
}

function problem(code: FerErrorCode, location: string, what: string, row?: number): FerError {
  return new FerError(code, `${location}: ${what}. Take the file as FER+ publishes it.`, {
    details: { location, row, reason: what },
  });
}
