import { expect, it } from 'vitest';
import { decodeBoxes } from './decode-boxes.ts';

/** Outputs in which no anchor is a face. */
function nothing() {
  const logits = (anchors: number) =>
    Float32Array.from({ length: anchors * 17 }, (_, i) => (i % 17 === 0 ? -100 : 8));
  return { small: logits(512), large: logits(384) };
}

const seen = { size: { width: 256, height: 256 }, view: { x: 0, y: -80, width: 640, height: 640 } };

it('measures from the middle of the anchor, in pixels of the picture', () => {
  const outputs = nothing();
  // The second anchor of the last cell, and the fourth of the cell in row 2, column 3.
  outputs.small.set([0, 8, -8, 64, 32, ...Array.from({ length: 12 }, (_, i) => i)], 511 * 17);
  outputs.large.set([4, 0, 0, 256, 128, ...Array(12).fill(-16)], ((2 * 8 + 3) * 6 + 3) * 17);
  const [small, large, ...others] = decodeBoxes(outputs, seen, 0.5);
  expect(others).toEqual([]);
  // A pixel of the input is 2.5 of the picture; the anchor lies at 248, 248.
  expect(small!.confidence).toBe(0.5);
  expect(small!.coordinates.slice(0, 4)).toEqual([224 * 2.5, 224 * 2.5 - 80, 288 * 2.5, 256 * 2.5 - 80]);
  expect(small!.coordinates.slice(4, 8)).toEqual([620, 622.5 - 80, 625, 627.5 - 80]);
  expect(small!.coordinates).toHaveLength(16);
  expect(large!.confidence).toBeCloseTo(1 / (1 + Math.exp(-4)), 12);
  expect(large!.coordinates.slice(0, 4)).toEqual([-16 * 2.5, 16 * 2.5 - 80, 240 * 2.5, 144 * 2.5 - 80]);
});

it('finds the anchors of an input that is wider than high', () => {
  const outputs = { small: new Float32Array(16 * 12 * 2 * 17).fill(-100), large: new Float32Array(0) };
  // Row 2, column 3 of 16, in which the middle lies at 56, 40.
  outputs.small.set([4, 0, 0, 32, 32, ...Array(12).fill(0)], (2 * 16 + 3) * 2 * 17);
  const wide = { size: { width: 256, height: 192 }, view: { x: 0, y: 0, width: 640, height: 480 } };
  const [face, ...others] = decodeBoxes(outputs, wide, 0.5);
  expect(others).toEqual([]);
  expect(face!.coordinates.slice(0, 6)).toEqual([100, 60, 180, 140, 140, 100]);
});

it('leaves out what is less confident, or has no size', () => {
  const outputs = nothing();
  outputs.small[0] = -0.1;
  outputs.small.set([3, 0, 0, -1, 8], 17);
  outputs.large.set([3, 0, 0, 8, 0], 0);
  expect(decodeBoxes(outputs, seen, 0.5)).toEqual([]);
  expect(decodeBoxes(outputs, seen, 0.4)).toHaveLength(1);
  expect(decodeBoxes(nothing(), seen, 0)).toHaveLength(896);
});
