import type { PictureSize } from './picture-size.ts';

/**
 * By how much a picture is made smaller on decoding, so that its shorter side becomes `minSide`: 0..0.5, or 1 where it is
 * not: less than a half saves nothing, and costs sharpness.
 */
export function shrinkFactor({ width, height }: PictureSize, minSide = Number.POSITIVE_INFINITY): number {
  const factor = Math.ceil(minSide) / Math.min(width, height);
  return factor <= 0.5 ? factor : 1;
}
