import { expect, it } from 'vitest';
import * as Op from '../../../assembly/op-codes.ts';
import { encodeProgram } from './program.ts';

const step = (chunks: number) => ({ op: Op.add, chunks, scratchFloats: 0, fields: [] });
const place = { scratch: 0, scratchBytes: 0 };

it.each([
  ['none of steps of one chunk, however many', Array.from({ length: 100 }, () => step(1)), 0],
  ['those of all other steps', [step(1), step(4), step(5)], 9],
])('counts the chunks that threads can share: %s', (_case, steps, sharedChunks) => {
  expect(encodeProgram(steps, 64, place).sharedChunks).toBe(sharedChunks);
});
