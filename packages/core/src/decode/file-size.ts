import { FerError } from '../errors.ts';

/** Longest picture file that is read, in bytes: three times a JPEG of 108 megapixels. */
export const MAX_FILE_BYTES = 2 ** 27;

/** @throws FerError `FER_IMAGE_INVALID` past `MAX_FILE_BYTES` */
export function assertFileSize(byteLength: number, name: string): void {
  if (byteLength > MAX_FILE_BYTES) throw fileTooBig(byteLength, name);
}

/** The error for a picture that is longer. */
export function fileTooBig(byteLength: number, name: string): FerError {
  return new FerError(
    'FER_IMAGE_INVALID',
    `The picture ${name} has ${byteLength} bytes or more, but at most ${MAX_FILE_BYTES} are read. Is it a picture?`,
    { details: { source: name, byteLength, limit: MAX_FILE_BYTES } },
  );
}
