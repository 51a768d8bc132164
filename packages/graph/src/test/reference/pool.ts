import type { Shape } from '../../shape.ts';
import type { Window } from '../../window.ts';
import { places, taps } from './convolve.ts';

export function pool(x: readonly number[], shape: Shape, window: Window, isMaximum: boolean): number[] {
  const channels = shape[2]!;
  return places(window).flatMap((place) => {
    const pixels = taps(place, shape, window).map(({ pixel }) => pixel);
    return Array.from({ length: channels }, (_, channel) =>
      gather(
        pixels.map((pixel) => x[pixel * channels + channel]!),
        isMaximum,
      ),
    );
  });
}

export function globalPool(x: readonly number[], channels: number, isMaximum: boolean): number[] {
  return Array.from({ length: channels }, (_, channel) =>
    gather(
      x.filter((_value, i) => i % channels === channel),
      isMaximum,
    ),
  );
}

function gather(values: readonly number[], isMaximum: boolean): number {
  return isMaximum ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0) / values.length;
}
