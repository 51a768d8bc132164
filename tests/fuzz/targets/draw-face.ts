import { EMOTIONS, type Random } from '@fer/core';
import { type DrawFaceOptions, drawFace } from '@fer/dataset';
import type { FuzzTarget } from '../target.ts';

const odd: readonly unknown[] = [
  undefined,
  null,
  Number.NaN,
  -1,
  0.5,
  2 ** 31,
  2 ** 53,
  '48',
  '__proto__',
  {},
  [],
  4n,
];

/** The right value for the most part. */
function orOdd(random: Random, value: unknown): unknown {
  return random.integer(4) === 0 ? odd[random.integer(odd.length)] : value;
}

/** `drawFace` draws the picture that its options describe, twice the same, or refuses them. */
export const drawFaceOptions: FuzzTarget = {
  name: 'draw-face-options',
  run: async (random) => {
    const options = {
      emotion: orOdd(random, EMOTIONS[random.integer(7)]),
      seed: orOdd(random, random.integer(1000)),
      size: orOdd(random, 10 + random.integer(60)),
    } as DrawFaceOptions;
    const { data, width, height } = drawFace(options);
    if (width !== (options.size ?? 48) || height !== width || data.length !== width * height)
      throw new Error(`finding: ${width} × ${height} pixels, ${data.length} bytes for size ${options.size}`);
    if (Buffer.compare(Buffer.from(data), Buffer.from(drawFace(options).data)) !== 0)
      throw new Error(`finding: two pictures of one seed: ${options.seed}`);
    return 'ok';
  },
};
