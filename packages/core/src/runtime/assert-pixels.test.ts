import { expect, it } from 'vitest';
import type { InputSpec } from '../input-spec.ts';
import { assertPixels } from './assert-pixels.ts';

const input: InputSpec = { width: 3, height: 2, channels: 1, resize: 'bilinear-antialias', range: [0, 1] };

it('accepts whole batches', () => {
  assertPixels(new Float32Array(6), 1, input);
  assertPixels(new Float32Array(12), 2, input);
});

it.each<[unknown, unknown, string]>([
  [new Float32Array(6), 0, 'at least 1 image, a whole number, but came as 0'],
  [new Float32Array(6), 1.5, 'came as 1.5'],
  [new Float32Array(6), undefined, 'came as undefined'],
  [new Uint8Array(6), 1, 'must be a Float32Array'],
  [new Float32Array(7), 1, 'A batch of 1 images of 2×3×1 must have 6 pixels, but has 7'],
])('refuses %o as a batch of %s', (pixels, batch, message) => {
  expect(() => assertPixels(pixels, batch, input)).toThrow(
    expect.objectContaining({ code: 'FER_INVALID_ARGUMENT', message: expect.stringContaining(message) }),
  );
});
