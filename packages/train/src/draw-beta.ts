import type { Random } from '@fer/core';

/** One number of the symmetric distribution `Beta(alpha, alpha)`, 0..1: `X / (X + Y)` of two gamma variates. */
export function drawBeta(alpha: number, random: Random): number {
  for (;;) {
    const x = drawGamma(alpha, random);
    const y = drawGamma(alpha, random);
    // For a tiny alpha both can be too small to be numbers.
    if (x + y > 0) return x / (x + y);
  }
}

/**
 * Marsaglia and Tsang 2000, "A Simple Method for Generating Gamma Variables", scale 1; below shape 1 by their remark
 * `Gamma(a) = Gamma(a + 1) U^(1 / a)`.
 */
function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x ** 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
