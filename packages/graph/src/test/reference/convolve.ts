import type { Pair, Shape } from '../../shape.ts';
import type { Window } from '../../window.ts';

interface Convolution {
  readonly window: Window;
  readonly filters: number;
  readonly groups: number;
}

/** Every tap of every filter at every place. */
export function convolve(
  x: readonly number[],
  shape: Shape,
  { window, filters, groups }: Convolution,
  kernel: Float32Array,
  bias?: Float32Array,
): number[] {
  const [, , channels] = shape as [number, number, number];
  const [ownChannels, ownFilters] = [channels / groups, filters / groups];
  return places(window).flatMap((place) =>
    Array.from({ length: filters }, (_, filter) => {
      const group = Math.floor(filter / ownFilters);
      let sum = bias?.[filter] ?? 0;
      for (const { pixel, tap } of taps(place, shape, window)) {
        for (let channel = 0; channel < ownChannels; channel++) {
          const value = x[pixel * channels + group * ownChannels + channel]!;
          sum += value * kernel[(tap * ownChannels + channel) * filters + filter]!;
        }
      }
      return sum;
    }),
  );
}

export function convolveDepthwise(
  x: readonly number[],
  shape: Shape,
  window: Window,
  multiplier: number,
  kernel: Float32Array,
  bias?: Float32Array,
): number[] {
  const [, , channels] = shape as [number, number, number];
  return places(window).flatMap((place) =>
    Array.from({ length: channels * multiplier }, (_, filter) => {
      let sum = bias?.[filter] ?? 0;
      for (const { pixel, tap } of taps(place, shape, window)) {
        const value = x[pixel * channels + Math.floor(filter / multiplier)]!;
        sum += value * kernel[tap * channels * multiplier + filter]!;
      }
      return sum;
    }),
  );
}

/** The window of a 1×1 convolution. */
export function pointwiseWindow(output: Pair): Window {
  const pads = { top: 0, bottom: 0, left: 0, right: 0 };
  return { size: [1, 1], strides: [1, 1], dilation: [1, 1], padding: 'valid', pads, output };
}

/** Each place of a window's output, row by row. */
export function places({ output: [rows, columns] }: Window): Pair[] {
  return Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns] as const);
}

/** What lies under a window at a place: pixels of the map, and the taps that they meet. */
export function taps(
  [row, column]: Pair,
  [height, width]: Shape,
  { size, strides, dilation, pads }: Window,
): { pixel: number; tap: number }[] {
  const met: { pixel: number; tap: number }[] = [];
  for (let tapY = 0; tapY < size[0]; tapY++) {
    for (let tapX = 0; tapX < size[1]; tapX++) {
      const y = row * strides[0] - pads.top + tapY * dilation[0];
      const x = column * strides[1] - pads.left + tapX * dilation[1];
      const isInside = y >= 0 && y < height! && x >= 0 && x < width!;
      if (isInside) met.push({ pixel: y * width! + x, tap: tapY * size[1] + tapX });
    }
  }
  return met;
}
