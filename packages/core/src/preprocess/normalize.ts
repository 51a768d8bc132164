import { FerError } from '../errors.ts';
import type { InputSpec } from '../input-spec.ts';

/**
 * Maps gray levels 0..255 linearly to `range`: `low + level / 255 * (high - low)`.
 *
 * @param out default: a new array; may be `gray` itself
 * @throws FerError `FER_INVALID_ARGUMENT` if `out` has another length than `gray`
 */
export function scaleToRange(
  gray: Float32Array | Uint8Array,
  range: InputSpec['range'],
  out: Float32Array = new Float32Array(gray.length),
): Float32Array {
  if (out.length !== gray.length) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `The output of scaleToRange must have the ${gray.length} elements of its input, but has ${out.length}.`,
      { details: { expected: gray.length, received: out.length } },
    );
  }
  const [low, high] = range;
  const step = (high - low) / 255;
  for (let i = 0; i < gray.length; i++) out[i] = low + gray[i]! * step;
  return out;
}
