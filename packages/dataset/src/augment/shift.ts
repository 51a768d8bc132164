import { assertOptions } from '@fer/core';
import { assertNumberOption } from './assert-option.ts';
import type { GeometricTransform } from './transform.ts';

export interface ShiftOptions {
  /** The farthest an image moves, in pixels along each axis; default 4, a twelfth of a FER2013 face. */
  readonly maxPx?: number;
}

/**
 * Moves an image by whole pixels, each distance from `-maxPx` to `maxPx` equally often, x and y independently.
 * Whole pixels, so that without a rotation or zoom the gray levels are copied and nothing blurs.
 *
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function shift(options: ShiftOptions = {}): GeometricTransform {
  assertOptions(options, { maxPx: true } satisfies Record<keyof ShiftOptions, true>, 'shift');
  const { maxPx = 4 } = options;
  assertNumberOption('shift', 'maxPx', maxPx, 0, 1024);
  const reach = Math.floor(maxPx);
  return {
    kind: 'geometric',
    record: { name: 'shift', maxPx: reach },
    draw(random) {
      const rightPx = random.integer(2 * reach + 1) - reach;
      const downPx = random.integer(2 * reach + 1) - reach;
      return [1, 0, -rightPx, 0, 1, -downPx];
    },
  };
}
