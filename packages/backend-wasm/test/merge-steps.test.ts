import { describe, expect, it } from 'vitest';
import { merge } from '../src/steps/merge.ts';
import { randomFloats } from './random-floats.ts';
import { createStepMemory } from './step-memory.ts';

// Tails of a vector and of a chunk.
describe.each([1, 7, 1029, 70003])('%i numbers', (length) => {
  const x = randomFloats(length, 1);
  const other = randomFloats(length, 2);
  x[length - 1] = Number.NaN;

  it.each([
    ['subtract', (a: number, b: number) => a - b],
    ['multiply', (a: number, b: number) => a * b],
    ['maximum', Math.max],
  ] as const)('%s, into a third place or in place', async (kind, combine) => {
    const memory = await createStepMemory();
    const at = { x: memory.put(x), other: memory.put(other), y: memory.room(length) };
    memory.run(merge(kind, at, length));
    memory.assertFences();
    const expected = x.map((value, index) => combine(value, other[index]!));
    expect(memory.floats(at.y, length)).toEqual(expected);
    memory.runReversed(merge(kind, { ...at, y: at.other }, length));
    expect(memory.floats(at.other, length)).toEqual(expected);
  });
});
