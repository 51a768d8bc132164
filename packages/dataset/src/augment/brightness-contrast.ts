import { assertOptions } from '@fer/core';
import { assertNumberOption } from './assert-option.ts';
import type { PixelTransform } from './transform.ts';

export interface BrightnessContrastOptions {
  /** Gray levels are multiplied by a factor uniform in `1 ± brightness`; default 0.2. */
  readonly brightness?: number;
  /** Distances to the image's mean are then multiplied by a factor uniform in `1 ± contrast`; default 0.2. */
  readonly contrast?: number;
}

/**
 * Changes the light. The formulas are those of Pillow's `ImageEnhance.Brightness` and `Contrast`, which torchvision's
 * `ColorJitter` follows too (there the mean is rounded for 8-bit images, here it is not); results are cut to 0..255.
 *
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function brightnessContrast(options: BrightnessContrastOptions = {}): PixelTransform {
  assertOptions(
    options,
    { brightness: true, contrast: true } satisfies Record<keyof BrightnessContrastOptions, true>,
    'brightnessContrast',
  );
  const { brightness = 0.2, contrast = 0.2 } = options;
  assertNumberOption('brightnessContrast', 'brightness', brightness, 0, 1);
  assertNumberOption('brightnessContrast', 'contrast', contrast, 0, 1);
  return {
    kind: 'pixel',
    record: { name: 'brightnessContrast', brightness, contrast },
    apply(pixels, _width, _height, random) {
      const brightnessFactor = random.uniform(1 - brightness, 1 + brightness);
      const contrastFactor = random.uniform(1 - contrast, 1 + contrast);
      let sum = 0;
      for (let i = 0; i < pixels.length; i++) {
        const lit = Math.min(255, pixels[i]! * brightnessFactor);
        pixels[i] = lit;
        sum += lit;
      }
      const mean = sum / pixels.length;
      for (let i = 0; i < pixels.length; i++) {
        pixels[i] = Math.max(0, Math.min(255, mean + (pixels[i]! - mean) * contrastFactor));
      }
    },
  };
}
