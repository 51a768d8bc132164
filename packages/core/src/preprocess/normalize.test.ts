import { expect, it } from 'vitest';
import { scaleToRange } from './normalize.ts';

it.each([
  [
    [0, 1],
    [0, 0.2, 1],
  ],
  [
    [-1, 1],
    [-1, -0.6, 1],
  ],
  [
    [0, 255],
    [0, 51, 255],
  ],
] as const)('maps 0..255 to %j', (range, expected) => {
  const scaled = scaleToRange(new Float32Array([0, 51, 255]), range);
  for (const [i, value] of expected.entries()) expect(scaled[i]).toBeCloseTo(value, 6);
});

it('writes into the array that is given, also its own input', () => {
  const gray = new Float32Array([0, 255]);
  expect(scaleToRange(gray, [-1, 1], gray)).toBe(gray);
  expect([...gray]).toEqual([-1, 1]);
  expect([...scaleToRange(new Uint8Array([255]), [0, 1])]).toEqual([1]);
});

it('refuses an output of another length', () => {
  expect(() => scaleToRange(new Float32Array(4), [0, 1], new Float32Array(5))).toThrow(
    expect.objectContaining({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining('the 4 elements'),
    }),
  );
});
