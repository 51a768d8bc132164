import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { outputFailed } from '../errors/output-failed.ts';

/**
 * Writes a file in the folder of a training as a whole: killed at any moment it leaves the old one or the new one. The
 * lock of the folder sees to it that nobody else writes it meanwhile.
 *
 * @throws FerError `FER_OUTPUT_FAILED`, with the old file as it was
 */
export function replaceFile(path: string, text: string): void {
  const temporary = `${path}${TEMPORARY_SUFFIX}`;
  try {
    writeFileSync(temporary, text, { flush: true });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw outputFailed(path, error);
  }
}

/** What a file is called until it is whole. */
export const TEMPORARY_SUFFIX = '.new';
