import { assertRasterImage } from '../assert-raster-image.ts';
import { describeValue } from '../describe-value.ts';
import { FerError } from '../errors.ts';
import type { FaceRegion, GrayImage, RasterImage } from '../image.ts';
import type { InputSpec } from '../input-spec.ts';
import { readChannelRow } from './channel-row.ts';
import { assertBox, cropRegion } from './crop.ts';
import { readGrayRow } from './grayscale.ts';
import { assertRange, scaleToRange } from './normalize.ts';
import { resizeRows } from './resize.ts';
import { turnSource, turnUpright } from './turn.ts';

/**
 * Brings a face to what a network expects: gray or in colour, cut out, turned upright, resized, scaled. One pass over the
 * rows of the region for each channel; the rest of the picture costs nothing.
 *
 * A region may be fractional and may reach beyond the image, where the edge pixels are repeated.
 *
 * @param region default: the whole image
 * @returns `[1, height, width, channels]` NHWC float32 in `spec.range`
 * @throws FerError `FER_IMAGE_INVALID` for a malformed image, `FER_INVALID_ARGUMENT` for a region that is empty
 * or outside the image, or a `spec` that is none
 */
export function preprocessFace(image: RasterImage, spec: InputSpec, region?: FaceRegion): Float32Array {
  assertRasterImage(image);
  assertInputSpec(spec);
  const whole = { x: 0, y: 0, width: image.width, height: image.height };
  const cut = planeCutter(image, { angle: 0, ...(region ?? whole) }, spec);
  if (spec.channels === 1) {
    const { data } = cut((y, x, out) => readGrayRow(image, y, x, out));
    return scaleToRange(data, spec.range, data);
  }
  const planes = COLOURS.map((channel) => cut((y, x, out) => readChannelRow(image, channel, y, x, out)));
  const data = new Float32Array(spec.width * spec.height * COLOURS.length);
  for (let i = 0; i < data.length; i++)
    data[i] = planes[i % COLOURS.length]!.data[Math.floor(i / COLOURS.length)]!;
  return scaleToRange(data, spec.range, data);
}

/** Fills `out` with levels of row `y` from column `x` on, which may lie beyond the edges. */
type ReadRow = (y: number, x: number, out: Float32Array) => void;

/** What brings a region of one channel of the image to the size of a network's input. */
function planeCutter(
  image: RasterImage,
  region: Required<FaceRegion>,
  spec: InputSpec,
): (readRow: ReadRow) => GrayImage {
  assertBox(image, region);
  assertAngle(region.angle);
  const source = region.angle === 0 ? { ...spec, box: region } : turnSource(region, spec);
  const { cover, inner } = cropRegion(image, source.box);
  return (readRow) => {
    const levels = new Float32Array(cover.width);
    const rows = {
      width: cover.width,
      height: cover.height,
      row(y: number): Float32Array {
        readRow(cover.y + y, cover.x, levels);
        return levels;
      },
    };
    const plane = resizeRows(rows, { width: source.width, height: source.height, box: inner });
    return region.angle === 0 ? plane : turnUpright(plane, source, region, spec);
  };
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

function assertAngle(angle: unknown): void {
  if (Number.isFinite(angle)) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `The angle of a region must be a finite number of radians, but is ${describeValue(angle)}.`,
    { details: { angle } },
  );
}
