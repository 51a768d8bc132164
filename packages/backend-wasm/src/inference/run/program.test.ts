import { expect, it } from 'vitest';
import * as Op from '../../../assembly/op-codes.ts';
import { encodeProgram } from './program.ts';

const step = (chunks: number) => ({ op: Op.add, chunks, scratchFloats: 0, fields: [] });
const place = { scratch: 0, scratchBytes: 0 };

it.each([
  ['steps of one chunk, however many', Array.from({ length: 100 }, () => step(1)), true],
  ['a few chunks', [step(2), step(5), step(1)], true],
  ['enough chunks in one step', [step(8)], false],
  ['enough chunks in several steps', [step(1), step(4), step(4)], false],
])('whether the caller computes alone: %s', (_case, steps, alone) => {
  expect(encodeProgram(steps, 64, place).alone).toBe(alone);
});
