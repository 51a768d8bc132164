import { createRandom } from '@fer/core';
import { SHUFFLE_STREAM } from './streams.ts';

/**
 * The order in which a pass over `count` items visits them: a Fisher–Yates shuffle (Knuth, TAOCP 2, algorithm 3.4.2P).
 *
 * @param pass   from 0; each has an order of its own
 * @param stream what it is for, see `streams.ts`
 * @returns `[count]`, a permutation of 0..count-1; the same for the same arguments on every platform
 */
export function shuffledIndices(
  count: number,
  seed: number,
  pass: number,
  stream = SHUFFLE_STREAM,
): Uint32Array {
  const random = createRandom(seed, stream, pass);
  const indices = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    const moved = indices[last]!;
    indices[last] = indices[other]!;
    indices[other] = moved;
  }
  return indices;
}
