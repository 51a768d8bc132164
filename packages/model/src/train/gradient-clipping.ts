/**
 * The factor that brings the gradients' common length down to `maxNorm` (Pascanu et al. 2013, arXiv:1211.5063), or 1
 * where they are not longer.
 *
 * @param gradients of all tensors, which together make one vector
 */
export function clippingFactor(gradients: readonly Float32Array[], maxNorm: number): number {
  let squares = 0;
  for (const gradient of gradients) squares += sumOfSquares(gradient);
  const norm = Math.sqrt(squares);
  return norm > maxNorm ? maxNorm / norm : 1;
}

function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}
