import type { ConvGeometry } from '../conv-geometry.ts';

/** How an op's chunks divide its images (`assembly/image-args.ts`). */
export interface ImageChunks {
  readonly chunks: number;
  /** How they are divided: the arguments after those of the geometry. */
  readonly division: {
    readonly chunkImages: number;
    readonly chunkRows: number;
    readonly chunkBands: number;
  };
}

/** Floats that a chunk reads and writes, about: some 3 µs of work, and little enough for the first-level cache. */
const chunkFloats = 8192;

/**
 * Small images go together in a chunk, large ones are cut in bands, of at least `smallestBand` rows because bands
 * share the rows at their borders. A large batch of images is not cut.
 *
 * @param rows the rows of an image that are divided
 */
export function imageChunks(geometry: ConvGeometry, rows: number, smallestBand: number): ImageChunks {
  const { batch } = geometry;
  const imageFloats =
    geometry.inHeight * geometry.inWidth * geometry.inChannels +
    geometry.outHeight * geometry.outWidth * geometry.outChannels;
  const images = Math.max(1, Math.min(batch, Math.floor(chunkFloats / imageFloats)));
  if (images > 1 || batch >= 16)
    return {
      chunks: Math.ceil(batch / images),
      division: { chunkImages: images, chunkRows: rows, chunkBands: 1 },
    };
  const wanted = Math.min(Math.ceil(imageFloats / chunkFloats), Math.ceil(16 / batch));
  const bandRows = Math.min(rows, Math.max(smallestBand, Math.ceil(rows / wanted)));
  const bands = Math.ceil(rows / bandRows);
  return { chunks: batch * bands, division: { chunkImages: 1, chunkRows: bandRows, chunkBands: bands } };
}

/** The same where an image cannot be cut, because what its bands write to overlaps. */
export function wholeImageChunks(geometry: ConvGeometry): ImageChunks {
  const { batch, inHeight, inWidth, inChannels } = geometry;
  const images = Math.max(1, Math.min(batch, Math.floor(chunkFloats / (inHeight * inWidth * inChannels))));
  return {
    chunks: Math.ceil(batch / images),
    division: { chunkImages: images, chunkRows: geometry.outHeight, chunkBands: 1 },
  };
}
