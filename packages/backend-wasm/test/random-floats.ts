import { createRandom } from '@fer/core';

/** Seeded values in -1..1. */
export function randomFloats(length: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.uniform(-1, 1));
}
