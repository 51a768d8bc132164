import { assertRasterImage } from '../assert-raster-image.ts';
import { describeValue } from '../describe-value.ts';
import { FerError } from '../errors.ts';
import type { Box, RasterImage } from '../image.ts';
import type { InputSpec } from '../input-spec.ts';
import { readChannelRow } from './channel-row.ts';
import { cropRegion } from './crop.ts';
import { readGrayRow } from './grayscale.ts';
import { assertRange, scaleToRange } from './normalize.ts';
import { resizeRows } from './resize.ts';

/**
 * Brings a face to what a network expects: gray or in colour, cut out, resized, scaled. One pass over the rows of the
 * box for each channel; the rest of the picture costs nothing.
 *
 * A box may be fractional and may reach beyond the image, where the edge pixels are repeated.
 *
 * @param box default: the whole image
 * @returns `[1, height, width, channels]` NHWC float32 in `spec.range`
 * @throws FerError `FER_IMAGE_INVALID` for a malformed image, `FER_INVALID_ARGUMENT` for a box that is empty or
 * outside the image, or a `spec` that is none
 */
export function preprocessFace(image: RasterImage, spec: InputSpec, box?: Box): Float32Array {
  assertRasterImage(image);
  assertInputSpec(spec);
  const { cover, inner } = cropRegion(image, box ?? { x: 0, y: 0, width: image.width, height: image.height });
  const resize = (readRow: (y: number, x: number, out: Float32Array) => void): Float32Array => {
    const levels = new Float32Array(cover.width);
    const rows = {
      width: cover.width,
      height: cover.height,
      row(y: number): Float32Array {
        readRow(cover.y + y, cover.x, levels);
        return levels;
      },
    };
    return resizeRows(rows, { width: spec.width, height: spec.height, box: inner }).data;
  };

  if (spec.channels === 1) {
    const data = resize((y, x, out) => readGrayRow(image, y, x, out));
    return scaleToRange(data, spec.range, data);
  }
  const planes = COLOURS.map((channel) => resize((y, x, out) => readChannelRow(image, channel, y, x, out)));
  const data = new Float32Array(spec.width * spec.height * COLOURS.length);
  for (let i = 0; i < data.length; i++)
    data[i] = planes[i % COLOURS.length]![Math.floor(i / COLOURS.length)]!;
  return scaleToRange(data, spec.range, data);
}

/** Red, green, blue. */
const COLOURS = [0, 1, 2] as const;

function assertInputSpec(spec: unknown): asserts spec is InputSpec {
  const { channels, resize, range } = (spec ?? {}) as Partial<InputSpec>;
  if ((channels !== 1 && channels !== 3) || resize !== 'bilinear-antialias') {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      "The input of a network must have 1 or 3 channels and be resized by 'bilinear-antialias', but has " +
        `${describeValue(channels)} and ${describeValue(resize)}. Give \`weights.input\`.`,
      { details: { channels, resize } },
    );
  }
  assertRange(range);
}
