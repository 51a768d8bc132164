import { expect, it } from 'vitest';
import { type StridedLayout, stridedCopy } from '../src/steps/strided-copy.ts';
import { randomFloats } from './random-floats.ts';
import { createStepMemory } from './step-memory.ts';

/** Place by place. */
function expectedOf(x: Float32Array, length: number, layout: StridedLayout, images: number): Float32Array {
  const y = new Float32Array(length).fill(Number.NaN);
  const walk = (axis: number, from: number, to: number): void => {
    if (axis === layout.sizes.length) {
      y[to] = x[from]!;
      return;
    }
    for (let i = 0; i < layout.sizes[axis]!; i++) {
      walk(axis + 1, from + i * layout.xStrides[axis]!, to + i * layout.yStrides[axis]!);
    }
  };
  for (let image = 0; image < images; image++) walk(0, image * layout.xImage, image * layout.yImage);
  return y;
}

it.each<[string, StridedLayout, number, number]>([
  ['one number', { sizes: [1], xStrides: [1], yStrides: [1], xImage: 1, yImage: 1 }, 1, 3],
  [
    'channels beside others',
    { sizes: [7, 3], xStrides: [3, 1], yStrides: [8, 1], xImage: 21, yImage: 56 },
    56,
    3,
  ],
  ['some channels', { sizes: [7, 3], xStrides: [8, 1], yStrides: [3, 1], xImage: 56, yImage: 21 }, 21, 2],
  [
    'another order',
    { sizes: [4, 2, 3], xStrides: [1, 12, 4], yStrides: [6, 3, 1], xImage: 24, yImage: 24 },
    24,
    2,
  ],
  [
    'pixels again',
    {
      sizes: [3, 2, 2, 3, 5],
      xStrides: [10, 0, 5, 0, 1],
      yStrides: [60, 30, 15, 5, 1],
      xImage: 30,
      yImage: 180,
    },
    180,
    2,
  ],
  [
    'many rows',
    { sizes: [40000, 2], xStrides: [1, 40000], yStrides: [2, 1], xImage: 80000, yImage: 80000 },
    80000,
    1,
  ],
])('copies %s', async (_, layout, yImage, images) => {
  const x = randomFloats(layout.xImage * images, 1);
  const expected = expectedOf(x, yImage * images, layout, images);
  const memory = await createStepMemory();
  const at = { x: memory.put(x), y: memory.room(expected.length) };
  memory.run(stridedCopy(at, layout, images));
  memory.assertFences();
  expect(memory.floats(at.y, expected.length)).toEqual(expected);
  memory.floats(at.y, expected.length).fill(Number.NaN);
  memory.runReversed(stridedCopy(at, layout, images));
  expect(memory.floats(at.y, expected.length)).toEqual(expected);
});
