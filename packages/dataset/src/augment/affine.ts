/**
 * An affine map from a pixel of the result to the place in the source that it shows:
 * `sourceX = a·x + b·y + c`, `sourceY = d·x + e·y + f`, in pixels from the middle of the image, x right, y down.
 * Maps run this way round (result to source) because resampling asks of each result pixel where it comes from.
 */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const IDENTITY: Affine = [1, 0, 0, 0, 1, 0];

/** The map of doing the transform of `first`, then that of `second`, as one. */
export function composeAffine(first: Affine, second: Affine): Affine {
  const [a, b, c, d, e, f] = first;
  const [p, q, r, s, t, u] = second;
  return [a * p + b * s, a * q + b * t, a * r + b * u + c, d * p + e * s, d * q + e * t, d * r + e * u + f];
}
