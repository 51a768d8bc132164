import { describe, expect, it } from 'vitest';
import { Activation } from '../assembly/activation.ts';
import { activation, add } from '../src/steps/elementwise.ts';
import { pad2D } from '../src/steps/pad2d.ts';
import { randomFloats } from './random-floats.ts';
import { createStepMemory } from './step-memory.ts';

// Tails of a vector, of a piece, and of a chunk.
describe.each([1, 7, 1029, 70003])('%i numbers', (length) => {
  const x = randomFloats(length, 1);
  const other = randomFloats(length, 2);
  x[length - 1] = Number.NaN;

  it('are added and activated, into a third place or in place', async () => {
    const memory = await createStepMemory();
    const at = { x: memory.put(x), other: memory.put(other), y: memory.room(length) };
    memory.run(add(at, length, Activation.relu));
    memory.assertFences();
    const expected = x.map((value, index) => Math.max(0, value + other[index]!));
    expect(memory.floats(at.y, length)).toEqual(expected);
    memory.runReversed(add({ ...at, y: at.other }, length, Activation.relu));
    expect(memory.floats(at.other, length)).toEqual(expected);
  });

  it('are activated alone', async () => {
    const memory = await createStepMemory();
    const at = { x: memory.put(x), y: memory.room(length) };
    memory.run(activation(at, length, Activation.leakyRelu, 0.25));
    memory.assertFences();
    const expected = x.map((value) => (value < 0 ? value * 0.25 : value));
    expect(memory.floats(at.y, length)).toEqual(expected);
    memory.runReversed(activation({ x: at.x, y: at.x }, length, Activation.leakyRelu, 0.25));
    expect(memory.floats(at.x, length)).toEqual(expected);
  });
});

it.each([
  { batch: 3, inHeight: 4, inWidth: 5, channels: 3, top: 1, bottom: 2, left: 3, right: 0 },
  { batch: 2, inHeight: 1, inWidth: 1, channels: 1, top: 0, bottom: 0, left: 0, right: 1 },
  { batch: 5, inHeight: 40, inWidth: 40, channels: 16, top: 1, bottom: 1, left: 1, right: 1 },
])('pads images with zeros: %o', async (geometry) => {
  const { batch, inHeight, inWidth, channels, top, bottom, left, right } = geometry;
  const outHeight = top + inHeight + bottom;
  const outWidth = left + inWidth + right;
  const x = randomFloats(batch * inHeight * inWidth * channels, 1);
  const expected = new Float32Array(batch * outHeight * outWidth * channels);
  for (const [index, value] of x.entries()) {
    const channel = index % channels;
    const column = Math.floor(index / channels) % inWidth;
    const row = Math.floor(index / channels / inWidth) % inHeight;
    const image = Math.floor(index / channels / inWidth / inHeight);
    expected[((image * outHeight + row + top) * outWidth + column + left) * channels + channel] = value;
  }
  const memory = await createStepMemory();
  const at = { x: memory.put(x), y: memory.room(expected.length) };
  memory.run(pad2D(at, geometry));
  memory.assertFences();
  expect(memory.floats(at.y, expected.length)).toEqual(expected);
  memory.floats(at.y, expected.length).fill(Number.NaN);
  memory.runReversed(pad2D(at, geometry));
  expect(memory.floats(at.y, expected.length)).toEqual(expected);
});
