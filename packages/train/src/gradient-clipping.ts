/**
 * The factor that brings the gradients' common length down to `maxNorm` (Pascanu et al. 2013, arXiv:1211.5063), or 1
 * where they are not longer.
 *
 * @param norm the length of all gradients, which together make one vector
 */
export function clippingFactor(norm: number, maxNorm: number): number {
  return norm > maxNorm ? maxNorm / norm : 1;
}

export function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}
