import { FerError } from '@fer/core';

/** What the system's codes say about a path, and what to do where the caller's own advice would not help. */
const PROBLEMS: ReadonlyMap<string, readonly [problem: string, advice?: string]> = new Map([
  ['ENOTDIR', ['does not exist: a part of its path is a file, not a folder']],
  [
    'EACCES',
    ['may not be read by this user', 'Ask for the right to read it (chmod +r, and +x for its folders).'],
  ],
  ['EPERM', ['may not be read by this user', 'Ask for the right to read it.']],
  ['ELOOP', ['is a link that leads in a circle']],
  ['ENAMETOOLONG', ['is longer than the system lets a path be']],
  ['EMFILE', ['cannot be opened beside so many others', 'Close some, or raise the limit (ulimit -n).']],
  ['ENFILE', ['cannot be opened beside so many others', 'Close some.']],
  ['EIO', ['cannot be read from its disk', 'Check the disk, or copy the file from elsewhere.']],
]);

/**
 * What the system says about a file or folder, as `FER_DATA_NOT_FOUND` with the path and the system's code in
 * `details`. A `FerError` stays as it is.
 *
 * @param advice what to pass instead, a sentence
 */
export function fileError(path: string, cause: unknown, advice: string): FerError {
  if (FerError.isInstance(cause)) return cause;
  const { resolve } = process.getBuiltinModule('node:path');
  const { code = '', message = String(cause) } = cause as { code?: string; message?: string };
  const details = { path, reason: code };
  if (code === 'ENOENT') {
    const absolute = resolve(path);
    const looked = absolute === path ? '' : ` Looked at ${absolute}.`;
    return new FerError(
      'FER_DATA_NOT_FOUND',
      `There is no file or folder ${path}.${looked} ${advice}`.trimEnd(),
      {
        details,
        cause,
      },
    );
  }
  const [problem, remedy = advice] = PROBLEMS.get(code) ?? [`cannot be read: ${message}`];
  const shown = PROBLEMS.has(code) ? ` (${code})` : '';
  return new FerError('FER_DATA_NOT_FOUND', `${path} ${problem}${shown}. ${remedy}`.trimEnd(), {
    details,
    cause,
  });
}

/** Whether the process has run out of file handles: no fault of the file, so no reason to leave it out. */
export function isOutOfHandles(error: unknown): boolean {
  const reason = FerError.isInstance(error) ? error.details.reason : undefined;
  return reason === 'EMFILE' || reason === 'ENFILE';
}
