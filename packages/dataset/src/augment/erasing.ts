import { assertOptions, type Random } from '@fer/core';
import { assertNumberOption, assertRangeOption } from './assert-option.ts';
import type { PixelTransform } from './transform.ts';

export interface ErasingOptions {
  /** How often, 0..1; default 0.5. */
  readonly probability?: number;
  /** The smallest and largest part of the image that is erased; default 0.02 to 0.2. */
  readonly area?: readonly [number, number];
  /** The smallest and largest height for a width of 1; default 0.3 to 1 / 0.3. */
  readonly aspect?: readonly [number, number];
  /**
   * What the rectangle is filled with: a gray level, `gray`, one level uniform in 0..255, or `noise`, each pixel uniform
   * in 0..255 (the default).
   */
  readonly fill?: number | 'gray' | 'noise';
}

/** A rectangle that does not fit is drawn anew this often, then the image stays whole (torchvision's `RandomErasing`). */
const ATTEMPTS = 10;

/**
 * Covers a rectangle, so that a network does not lean on one feature alone: "Random Erasing Data Augmentation" (Zhong
 * et al. 2017, arXiv:1708.04896, algorithm 1), with the aspect drawn evenly on a log scale as torchvision does. The
 * paper erases up to 0.4 of an image; a face has one mouth, so the default stops at 0.2.
 *
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function erasing(options: ErasingOptions = {}): PixelTransform {
  assertOptions(
    options,
    { probability: true, area: true, aspect: true, fill: true } satisfies Record<keyof ErasingOptions, true>,
    'erasing',
  );
  const { probability = 0.5, area = [0.02, 0.2], aspect = [0.3, 1 / 0.3], fill = 'noise' } = options;
  assertNumberOption('erasing', 'probability', probability, 0, 1);
  assertRangeOption('erasing', 'area', area, 0, 1);
  assertRangeOption('erasing', 'aspect', aspect, 0.01, 100);
  if (fill !== 'noise' && fill !== 'gray') assertNumberOption('erasing', 'fill', fill, 0, 255);
  const logAspect = [Math.log(aspect[0]), Math.log(aspect[1])] as const;

  return {
    kind: 'pixel',
    record: { name: 'erasing', probability, area, aspect, fill },
    apply(pixels, width, height, random) {
      if (random.next() >= probability) return;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const target = random.uniform(area[0], area[1]) * width * height;
        const ratio = Math.exp(random.uniform(logAspect[0], logAspect[1]));
        const tall = Math.round(Math.sqrt(target * ratio));
        const wide = Math.round(Math.sqrt(target / ratio));
        if (tall > height || wide > width) continue;
        const top = random.integer(height - tall + 1);
        const left = random.integer(width - wide + 1);
        const content = fill === 'gray' ? random.integer(256) : fill;
        for (let y = top; y < top + tall; y++) {
          cover(pixels.subarray(y * width + left, y * width + left + wide), content, random);
        }
        return;
      }
    },
  };
}

function cover(row: Float32Array, fill: number | 'noise', random: Random): void {
  if (fill === 'noise') for (let x = 0; x < row.length; x++) row[x] = random.integer(256);
  else row.fill(fill);
}
