import type { InputSpec } from '@fer/core';
import { expect, it } from 'vitest';
import { mirrored } from './mirrored.ts';

const spec = (width: number, channels: 1 | 3): InputSpec => ({
  width,
  height: 2,
  channels,
  resize: 'bilinear-antialias',
  range: [0, 1],
});

it('turns rows of gray pixels, and leaves what is given', () => {
  const pixels = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect([...mirrored(pixels, spec(3, 1))]).toEqual([3, 2, 1, 6, 5, 4]);
  expect([...pixels]).toEqual([1, 2, 3, 4, 5, 6]);
});

it('keeps the channels of a pixel in their order', () => {
  const pixels = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  expect([...mirrored(pixels, spec(2, 3))]).toEqual([4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9]);
});
