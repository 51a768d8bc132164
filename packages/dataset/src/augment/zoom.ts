import { assertOptions } from '@fer/core';
import { assertNumberOption } from './assert-option.ts';
import type { GeometricTransform } from './transform.ts';

export interface ZoomOptions {
  /** The largest change of size, as a part of it; default 0.1, that is 0.9 to 1.1 times. */
  readonly range?: number;
}

/**
 * Enlarges or shrinks an image about its middle by a factor uniform in `1 ± range`, the same for both axes, because a
 * face's proportions carry meaning. At most 0.5, where bilinear sampling still looks at every source pixel.
 *
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function zoom(options: ZoomOptions = {}): GeometricTransform {
  assertOptions(options, { range: true } satisfies Record<keyof ZoomOptions, true>, 'zoom');
  const { range = 0.1 } = options;
  assertNumberOption('zoom', 'range', range, 0, 0.5);
  return {
    kind: 'geometric',
    record: { name: 'zoom', range },
    draw(random) {
      const sourcePerResult = 1 / random.uniform(1 - range, 1 + range);
      return [sourcePerResult, 0, 0, 0, sourcePerResult, 0];
    },
  };
}
