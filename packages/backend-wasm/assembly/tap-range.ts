/**
 * The first output position whose input under a tap is not before the image: the smallest o ≥ 0 with
 * o * stride + shift ≥ 0.
 *
 * @param shift the tap's offset: tap * dilation - padding
 */
export function first_output(shift: i32, stride: i32): i32 {
  return shift >= 0 ? 0 : (-shift + stride - 1) / stride;
}

/** One past the last output position whose input under a tap lies in an image of `inSize`. */
export function end_output(shift: i32, stride: i32, inSize: i32, outSize: i32): i32 {
  const last = inSize - 1 - shift;
  return last < 0 ? 0 : min(outSize, last / stride + 1);
}
