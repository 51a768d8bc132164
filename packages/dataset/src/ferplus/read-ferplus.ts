import { describeValue, FerError } from '@fer/core';
import { readFile } from '../file/read-file.ts';
import type { FerPlusVotes } from './columns.ts';
import { parseFerPlus } from './parse-ferplus.ts';

/** Ten times the published file. */
const LONGEST_BYTES = 2 ** 24;

/**
 * Reads FER+'s votes from a file, in Node; elsewhere take `parseFerPlus`.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for what is no path, `FER_DATA_NOT_FOUND`, `FER_DATA_UNSUPPORTED` if it is no
 * file or too long, and as `parseFerPlus`; the reason of `signal` if aborted
 */
export async function readFerPlus(path: string, signal?: AbortSignal): Promise<FerPlusVotes> {
  if (typeof path !== 'string' || path === '') {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `readFerPlus: the path must be that of ferplus.csv, but is ${describeValue(path)}.`,
      { details: { path } },
    );
  }
  const advice = 'Pass the path of ferplus.csv.';
  const bytes = await readFile(path, { longestBytes: LONGEST_BYTES, advice, signal });
  return parseFerPlus(new TextDecoder().decode(bytes), path);
}
