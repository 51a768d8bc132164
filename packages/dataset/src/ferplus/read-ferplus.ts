import { FerError } from '@fer/core';
import type { FerPlusVotes } from './columns.ts';
import { parseFerPlus } from './parse-ferplus.ts';

/**
 * Reads FER+'s votes from a file, in Node; elsewhere take `parseFerPlus`.
 *
 * @throws FerError `FER_DATA_NOT_FOUND`, and as `parseFerPlus`
 */
export async function readFerPlus(path: string): Promise<FerPlusVotes> {
  const { readFile } = await import('node:fs/promises');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new FerError(
      'FER_DATA_NOT_FOUND',
      `The FER+ votes ${path} cannot be read. Pass the path of ferplus.csv.`,
      {
        details: { path },
        cause,
      },
    );
  }
  return parseFerPlus(text, path);
}
