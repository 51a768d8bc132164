import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../errors/usage-error.ts';

/** What the file of FER+'s votes is called where it is handed out. */
const NAMES = ['ferplus.csv', 'fer2013new.csv'];

/**
 * The file of FER+'s votes beside a data file.
 *
 * @throws UsageError if there is none
 */
export function findFerPlus(data: string): string {
  const folder = dirname(data);
  const found = NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new UsageError(
    `--targets ferplus needs FER+'s votes, and there is no ${NAMES.join(' or ')} in ${folder}. Give --ferplus <file>.`,
  );
}
