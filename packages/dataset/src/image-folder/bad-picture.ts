import { FerError, type FerErrorCode } from '@fer/core';
import { isOutOfHandles } from '../file/file-error.ts';

/** What is wrong with one picture and no reason to give up the others. */
const BAD_PICTURE: ReadonlySet<FerErrorCode> = new Set([
  'FER_IMAGE_DECODE',
  'FER_IMAGE_INVALID',
  'FER_DATA_NOT_FOUND',
  'FER_DATA_CORRUPT',
  'FER_DATA_TRUNCATED',
  'FER_DATA_UNSUPPORTED',
]);

/** Whether an error says that a picture is bad, and nothing of the others. */
export function isBadPicture(error: unknown): error is FerError {
  return FerError.isInstance(error) && BAD_PICTURE.has(error.code) && !isOutOfHandles(error);
}
