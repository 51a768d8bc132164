import { assertOptions } from '@fer/core';
import { assertNumberOption } from './assert-option.ts';
import type { GeometricTransform } from './transform.ts';

export interface RotateOptions {
  /** The largest angle either way, in degrees; default 10. */
  readonly maxDegrees?: number;
}

/**
 * Turns an image about its middle, by an angle uniform in ±`maxDegrees`.
 *
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function rotate(options: RotateOptions = {}): GeometricTransform {
  assertOptions(options, { maxDegrees: true } satisfies Record<keyof RotateOptions, true>, 'rotate');
  const { maxDegrees = 10 } = options;
  assertNumberOption('rotate', 'maxDegrees', maxDegrees, 0, 180);
  return {
    kind: 'geometric',
    record: { name: 'rotate', maxDegrees },
    draw(random) {
      const angle = (random.uniform(-maxDegrees, maxDegrees) * Math.PI) / 180;
      const cosine = Math.cos(angle);
      const sine = Math.sin(angle);
      return [cosine, sine, 0, -sine, cosine, 0];
    },
  };
}
