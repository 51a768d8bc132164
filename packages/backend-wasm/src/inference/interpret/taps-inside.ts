import type { WindowGeometry } from '../plan.ts';

/** The taps of a window that lie inside the image, in one direction: tap `t` lies at `start + t · dilation`. */
export interface Taps {
  /** Where the first tap lies; may be outside. */
  readonly start: number;
  /** The first tap that is inside, and one past the last. */
  readonly first: number;
  readonly end: number;
}

/** @param output the window's row or column */
export function tapsInside(geometry: WindowGeometry, direction: 'height' | 'width', output: number): Taps {
  const [length, filter, stride, dilation, padding] =
    direction === 'height'
      ? [
          geometry.inHeight,
          geometry.filterHeight,
          geometry.strideHeight,
          geometry.dilationHeight,
          geometry.padTop,
        ]
      : [
          geometry.inWidth,
          geometry.filterWidth,
          geometry.strideWidth,
          geometry.dilationWidth,
          geometry.padLeft,
        ];
  const start = output * stride - padding;
  const first = Math.max(0, Math.ceil(-start / dilation));
  return { start, first, end: Math.min(filter, Math.ceil((length - start) / dilation)) };
}
