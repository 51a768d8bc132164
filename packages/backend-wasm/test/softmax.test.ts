import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { softmax } from '../src/steps/softmax.ts';
import { largestDifference } from './largest-difference.ts';
import { runOnBoth } from './on-backends.ts';
import { randomFloats } from './random-floats.ts';
import { createStepMemory } from './step-memory.ts';

function scalarSoftmax(row: number[]): number[] {
  const highest = row.some(Number.isNaN) ? Number.NaN : Math.max(...row);
  const powers = row.map((x) => Math.exp(x - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

describe.each([1, 2, 4, 7, 8, 131])('rows of %i', (columns) => {
  it('are those of the formula, in place too, and chunks go in any order', async () => {
    const rows = 150;
    const x = randomFloats(rows * columns, columns).map((value) => value * 40);
    const memory = await createStepMemory();
    const at = { x: memory.put(x), y: memory.room(x.length) };
    memory.run(softmax(at, rows, columns));
    memory.assertFences();
    const y = memory.floats(at.y, x.length).slice();
    for (let row = 0; row < rows; row++) {
      const expected = scalarSoftmax([...x.subarray(row * columns, (row + 1) * columns)]);
      expect(largestDifference(y.subarray(row * columns, (row + 1) * columns), expected)).toBeLessThan(1e-6);
    }
    memory.runReversed(softmax({ x: at.x, y: at.x }, rows, columns));
    expect(memory.floats(at.x, x.length)).toEqual(y);
  });
});

it('holds for numbers that are not ordinary', async () => {
  const rows = [
    [1000, 999, -1000, 0, 5],
    [-1e38, -3e38, 3e38, 1, 2],
    [1e-42, -1e-42, 0, 1e-38, 0],
    [Number.NEGATIVE_INFINITY, 1, 2, Number.NEGATIVE_INFINITY, 3],
    [1, Number.NaN, 2, 3, 4],
    [1, 2, 3, 4, Number.NaN],
    [Number.POSITIVE_INFINITY, 2, 3, 4, 5],
    new Array<number>(5).fill(Number.NEGATIVE_INFINITY),
  ];
  const memory = await createStepMemory();
  const y = memory.room(40);
  memory.run(softmax({ x: memory.put(rows.flat()), y }, 8, 5));
  for (const [index, value] of rows.flatMap(scalarSoftmax).entries()) {
    const actual = memory.floats(y, 40)[index]!;
    if (Number.isNaN(value)) expect(actual, `element ${index}`).toBeNaN();
    else expect(actual, `element ${index}`).toBeCloseTo(value, 6);
  }
});

it('is what tfjs calls over the last axis', async () => {
  const logits = { shape: [3, 2, 7], data: randomFloats(42, 1) };
  const { cpu, wasm, paths } = await runOnBoth([logits], (x) => tf.softmax(x!));
  expect(paths).toEqual(['softmax']);
  expect(largestDifference(wasm.data, cpu.data)).toBeLessThan(1e-6);
});
