import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../errors/usage-error.ts';
import { SYNTHETIC } from './load-data.ts';

/** What FER+'s votes are called: here, and where they are published. */
const FILE_NAMES = ['ferplus.csv', 'fer2013new.csv'] as const;

/**
 * The file of FER+'s votes: the one that was given, else the one beside the data.
 *
 * @param data the value of `--data`
 * @param wanted what needs it, for messages: `--labels ferplus`
 * @throws UsageError
 */
export function findFerPlus(data: string, given: string | undefined, cwd: string, wanted: string): string {
  if (data === SYNTHETIC) {
    throw new UsageError(`${wanted} goes with fer2013.csv: nobody voted on drawn faces.`);
  }
  if (given !== undefined) return resolve(cwd, given);
  const folder = dirname(resolve(cwd, data));
  const found = FILE_NAMES.map((name) => join(folder, name)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new UsageError(
    `${wanted} needs the votes of FER+, and there is no ${FILE_NAMES.join(' or ')} beside ${data}. Give the file: --ferplus <file>`,
  );
}
