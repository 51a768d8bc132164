import { FerError } from '@fer/core';

/** Faces of one data set, fourteen times FER2013: 1.2 GB of pixels. */
export const MOST_FACES = 500_000;

/** Of a picture of a face, as a file; eight are read at a time. */
export const LONGEST_PICTURE_BYTES = 2 ** 25;

/** The error for a data set of more faces than there may be. */
export function tooManyFaces(location: string, what: 'rows' | 'pictures', limit = MOST_FACES): FerError {
  return new FerError(
    'FER_DATA_UNSUPPORTED',
    `${location} has more than ${limit.toLocaleString('en-US')} ${what}, the most that a data set is read with. Split it into several.`,
    { details: { location, limit } },
  );
}
