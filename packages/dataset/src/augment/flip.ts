import { assertOptions } from '@fer/core';
import { IDENTITY } from './affine.ts';
import { assertNumberOption } from './assert-option.ts';
import type { GeometricTransform } from './transform.ts';

export interface FlipOptions {
  /** How often, 0..1; default 0.5. */
  readonly probability?: number;
}

/**
 * Mirrors left and right: an expression stays the same one.
 *
 * @throws FerError `FER_INVALID_ARGUMENT`
 */
export function flip(options: FlipOptions = {}): GeometricTransform {
  assertOptions(options, { probability: true } satisfies Record<keyof FlipOptions, true>, 'flip');
  const { probability = 0.5 } = options;
  assertNumberOption('flip', 'probability', probability, 0, 1);
  return {
    kind: 'geometric',
    record: { name: 'flip', probability },
    draw: (random) => (random.next() < probability ? [-1, 0, 0, 0, 1, 0] : IDENTITY),
  };
}
