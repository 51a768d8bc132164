import { FerError } from '@fer/core';
import type { SkippedRows } from './face-dataset.ts';

/** What to do with a row or file that cannot be used. */
export type OnBadRow = 'error' | 'skip';

/** How many of the skipped rows a data set lists; all of them are counted. */
export const LISTED_SKIPPED_ROWS = 100;

/** Bad rows: the first one is an error, or all are counted. */
export class SkipList {
  readonly #location: string;
  readonly #onBadRow: OnBadRow;
  readonly #rows: { row: number; reason: string }[] = [];
  #count = 0;

  constructor(location: string, onBadRow: OnBadRow) {
    this.#location = location;
    this.#onBadRow = onBadRow;
  }

  /**
   * @param row from 1
   * @param line of the file, from 1; absent where the rows are files
   * @throws FerError `FER_DATA_ROW` unless bad rows are skipped
   */
  add(row: number, reason: string, line?: number): void {
    if (this.#onBadRow === 'error') {
      const where = line === undefined ? `file ${row}` : `row ${row} (line ${line})`;
      throw new FerError(
        'FER_DATA_ROW',
        `${this.#location}, ${where}: ${reason}. Repair the data, or pass onBadRow: 'skip' to leave out what is bad.`,
        { details: { location: this.#location, row, line, reason } },
      );
    }
    this.#count++;
    if (this.#rows.length < LISTED_SKIPPED_ROWS) this.#rows.push({ row, reason });
  }

  result(): SkippedRows {
    return { count: this.#count, rows: this.#rows };
  }
}
