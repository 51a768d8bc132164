import { assertRasterImage } from '../assert-raster-image.ts';
import type { Box, RasterImage } from '../image.ts';
import type { InputSpec } from '../input-spec.ts';
import { cropRegion } from './crop.ts';
import { readGrayRow } from './grayscale.ts';
import { scaleToRange } from './normalize.ts';
import { resizeRows } from './resize.ts';

/**
 * Brings a face to what a network expects: gray, cut out, resized, scaled. One pass over the rows of the box; the
 * rest of the picture costs nothing.
 *
 * A box may be fractional and may reach beyond the image, where the edge pixels are repeated.
 *
 * @param box default: the whole image
 * @returns `[1, height, width, 1]` NHWC float32 in `spec.range`
 * @throws FerError `FER_IMAGE_INVALID` for a malformed image, `FER_INVALID_ARGUMENT` for a box that is empty or
 * outside the image
 */
export function preprocessFace(image: RasterImage, spec: InputSpec, box?: Box): Float32Array {
  assertRasterImage(image);
  const { cover, inner } = cropRegion(image, box ?? { x: 0, y: 0, width: image.width, height: image.height });
  const levels = new Float32Array(cover.width);
  const rows = {
    width: cover.width,
    height: cover.height,
    row(y: number): Float32Array {
      readGrayRow(image, cover.y + y, cover.x, levels);
      return levels;
    },
  };
  const { data } = resizeRows(rows, { width: spec.width, height: spec.height, box: inner });
  return scaleToRange(data, spec.range, data);
}
