import { FerError } from '../errors.ts';

/** Longest picture file that is read, in bytes. */
export const MAX_FILE_BYTES = 2 ** 28;

/** @throws FerError `FER_IMAGE_INVALID` past `MAX_FILE_BYTES` */
export function assertFileSize(byteLength: number, name: string): void {
  if (byteLength <= MAX_FILE_BYTES) return;
  throw new FerError(
    'FER_IMAGE_INVALID',
    `The picture ${name} has ${byteLength} bytes, more than the ${MAX_FILE_BYTES} that are read. Is it a picture?`,
    { details: { source: name, byteLength, limit: MAX_FILE_BYTES } },
  );
}
