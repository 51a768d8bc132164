import { assertRasterImage } from '../assert-raster-image.ts';
import { describeValue } from '../describe-value.ts';
import { FerError } from '../errors.ts';
import type { FaceRegion, RasterImage } from '../image.ts';
import type { InputSpec } from '../input-spec.ts';
import { assertBox, cropRegion } from './crop.ts';
import { assertRange, scaleToRange } from './normalize.ts';
import { type RegionResizer, resizeRegion } from './resize-region.ts';
import { turnSource, turnUpright } from './turn.ts';

/**
 * Brings a face to what a network expects: gray or in colour, cut out, turned upright, resized, scaled.
 *
 * A region may be fractional and may reach beyond the image, where the edge pixels are repeated.
 *
 * @param region default: the whole image
 * @param resize what cuts out and resizes; default: in JavaScript
 * @returns `[1, height, width, channels]` NHWC float32 in `spec.range`
 * @throws FerError `FER_IMAGE_INVALID` for a malformed image, `FER_INVALID_ARGUMENT` for a region that is empty
 * or outside the image, or turned and more than 16 times longer one way than the other, or a `spec` that is none
 */
export function preprocessFace(
  image: RasterImage,
  spec: InputSpec,
  region?: FaceRegion,
  resize: RegionResizer = resizeRegion,
): Float32Array {
  assertRasterImage(image);
  assertInputSpec(spec);
  const { channels } = spec;
  const whole = { x: 0, y: 0, width: image.width, height: image.height };
  const face = { angle: 0, ...(region ?? whole) };
  assertBox(image, face);
  assertAngle(face.angle);
  if (face.angle === 0) return resize(image, channels, cropRegion(image, face), spec);
  const source = turnSource(face, spec);
  const levels = resize(image, channels, cropRegion(image, source.box), source);
  const pixels = turnUpright(levels, channels, source, face, spec);
  return scaleToRange(pixels, spec.range, pixels);
}

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
