import { FerError } from '@fer/core';

/** What keeps a file from being written, by the platform's code, and what to do about it. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Make room',
  EDQUOT: 'the quota of the disk is used up. Make room',
  EROFS: 'the file system is read-only. Give another directory',
  EACCES: 'writing there is not permitted. Give another directory or change its permissions',
  EPERM: 'writing there is not permitted. Give another directory or change its permissions',
  ENOTDIR: 'a part of the path is a file. Give another directory',
  ENAMETOOLONG: 'the path is too long. Give a shorter one',
};

/** The error for weights that could not be written to a folder, from the platform's. */
export function outputFailed(folder: string, cause: unknown): FerError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const reason = REASONS[code ?? ''];
  return new FerError(
    'FER_OUTPUT_FAILED',
    `The weights cannot be saved as ${folder}: ${reason === undefined ? message : `${reason} (${code})`}. What was there is as it was.`,
    { details: { directory: folder, code }, cause },
  );
}
