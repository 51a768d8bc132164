import { FerError, messageOf } from '@fer/core';
import type { ImageFile } from '../image-folder/image-file.ts';
import { LONGEST_PICTURE_BYTES } from '../limits.ts';

/** A `Blob` or `File` as an image file of this path. */
export function blobImage(path: string, blob: Blob): ImageFile {
  return {
    path,
    size: blob.size,
    async read() {
      if (blob.size > LONGEST_PICTURE_BYTES) throw tooLong(path, blob.size);
      try {
        return new Uint8Array(await blob.arrayBuffer());
      } catch (cause) {
        // A `File` is only the promise of one: it may have changed or gone since it was chosen.
        throw new FerError('FER_DATA_NOT_FOUND', `${path} cannot be read: ${messageOf(cause)}.`, {
          details: { path },
          cause,
        });
      }
    },
  };
}

function tooLong(path: string, byteLength: number): FerError {
  const [length, limit] = [byteLength, LONGEST_PICTURE_BYTES].map((bytes) => bytes.toLocaleString('en-US'));
  return new FerError(
    'FER_DATA_UNSUPPORTED',
    `${path} has ${length} bytes, more than the ${limit} that are read of a picture.`,
    { details: { path, byteLength, limit: LONGEST_PICTURE_BYTES } },
  );
}
