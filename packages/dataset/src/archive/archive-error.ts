import { FerError } from '@fer/core';

/**
 * What a decompressor or an archive reader complains about, as a `FerError`: `FER_DATA_TRUNCATED` if the bytes end too
 * early, else `FER_DATA_CORRUPT`. Errors that are `FerError`s already, and aborts, stay as they are.
 */
export function archiveError(location: string, cause: unknown, isTruncated: boolean): unknown {
  if (FerError.isInstance(cause) || (cause as { name?: string } | undefined)?.name === 'AbortError')
    return cause;
  const problem = cause instanceof Error ? cause.message : String(cause);
  return isTruncated
    ? new FerError(
        'FER_DATA_TRUNCATED',
        `${location} ends too early (${problem}). Download or copy it again.`,
        { details: { location, problem }, cause },
      )
    : new FerError(
        'FER_DATA_CORRUPT',
        `${location} is a damaged archive (${problem}). Download or copy it again.`,
        { details: { location, problem }, cause },
      );
}
