import { expect, it } from 'vitest';
import * as Op from '../../assembly/op-codes.ts';
import type { JobRunner } from './job-runner.ts';
import { StepRunner } from './step-runner.ts';

const step = (scratchFloats: number) => ({ op: Op.columnSums, chunks: 1, scratchFloats, fields: [] });

it('gives no block back twice when the memory is used up', () => {
  const lent = new Set<number>();
  let next = 64;
  let isFull = false;
  const memory = {
    reserve() {
      if (isFull) throw new Error('full');
      lent.add(next);
      return next++;
    },
    release(address: number) {
      if (!lent.delete(address)) throw new Error('given back twice');
    },
    writeInt32: () => undefined,
  };
  const runner = new StepRunner({ threads: 2, run: () => undefined } as unknown as JobRunner, memory);
  runner.run(step(16));
  isFull = true;
  expect(() => runner.run(step(32))).toThrow('full');
  expect(() => runner.run(step(32))).toThrow('full');
  isFull = false;
  runner.run(step(64));
  expect(lent.size).toBe(2);
});
