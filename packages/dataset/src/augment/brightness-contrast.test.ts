import { createRandom, FerError, type Random } from '@fer/core';
import { expect, it } from 'vitest';
import { brightnessContrast } from './brightness-contrast.ts';

/** Both factors at given places of their ranges. */
function scripted(...places: number[]): Random {
  return { ...createRandom(1), uniform: (low, high) => low + (high - low) * places.shift()! };
}

// Pillow 13: ImageEnhance.Brightness(1.25), then Contrast(1.5) or Contrast(0.5), on this image. It rounds the image in
// between and its mean (which is 152.6 here and 153 there), hence the tolerance of one gray level.
const image = [10, 60, 110, 160, 200, 220, 240, 30];
const brighter = [12, 75, 137, 200, 250, 255, 255, 37];
const moreContrast = [0, 36, 129, 223, 255, 255, 255, 0];
const lessContrast = [82, 114, 145, 176, 201, 204, 204, 95];

it.each([
  ['brightness alone', 0.5, brighter],
  ['more contrast', 1, moreContrast],
  ['less contrast', 0, lessContrast],
])('agrees with Pillow: %s', (_, place, expected) => {
  const pixels = Float32Array.from(image);
  brightnessContrast({ brightness: 0.25, contrast: 0.5 }).apply(pixels, 4, 2, scripted(1, place));
  expected.forEach((value, i) => {
    expect(Math.abs(pixels[i]! - value)).toBeLessThanOrEqual(1);
  });
});

it('stays in 0..255', () => {
  for (let i = 0; i < 50; i++) {
    const pixels = Float32Array.from({ length: 64 }, (_, at) => at * 4);
    brightnessContrast({ brightness: 1, contrast: 1 }).apply(pixels, 8, 8, createRandom(3, i));
    expect(Math.min(...pixels)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...pixels)).toBeLessThanOrEqual(255);
  }
});

it('refuses options out of range', () => {
  expect(() => brightnessContrast({ brightness: 2 })).toThrow(FerError);
  expect(() => brightnessContrast({ contrast: -0.1 })).toThrow('`contrast` must be a number from 0 to 1');
});
