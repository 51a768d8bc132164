import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KernelExports } from '../kernel-exports.ts';
import type { ThreadPool } from '../threads/thread-pool.ts';
import { JobRunner } from './job-runner.ts';

const CONTROL = 64;
const pool = {
  threads: 2,
  control: CONTROL,
  assertUsable() {},
  waitForWorkers() {},
} as unknown as ThreadPool;

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** Whether the workers were woken for steps of so many chunks, this long after a job, in ms. */
function wakes(sharedChunks: number, afterMs: number, threads: ThreadPool | undefined = pool): boolean {
  const controls: number[] = [];
  const exports = {
    run: () => true,
    run_steps(control: number, _steps: number, _step: number, count: number) {
      controls.push(control);
      return count;
    },
  } as unknown as KernelExports;
  const runner = new JobRunner(exports, threads);
  runner.run(0, 0, 1);
  vi.advanceTimersByTime(afterMs);
  runner.runSteps(0, 3, sharedChunks);
  expect(controls).toHaveLength(1);
  return controls[0] === CONTROL;
}

it('leaves the workers asleep for little work', () => {
  expect(wakes(23, 0)).toBe(false);
  expect(wakes(24, 0)).toBe(true);
});

it('wants much more of it after a pause, such as between frames of a camera', () => {
  expect(wakes(299, 33)).toBe(false);
  expect(wakes(300, 33)).toBe(true);
});

it('computes alone where there are no workers', () => {
  const runner = new JobRunner({
    run_steps: (...[control]: number[]) => 3 - control!,
  } as unknown as KernelExports);
  runner.runSteps(0, 3, 1000);
  expect(runner.threads).toBe(1);
});
