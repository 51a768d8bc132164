import { expect, it } from 'vitest';
import { latestOnly } from './latest-only.ts';

it('runs once more after the run in progress, however often it is called', async () => {
  const finish: (() => void)[] = [];
  const run = latestOnly(() => new Promise((resolve) => finish.push(resolve)));
  const first = run();
  const others = [run(), run(), run()];
  expect(finish).toHaveLength(1);
  finish[0]!();
  await first;
  await Promise.resolve();
  expect(finish).toHaveLength(2);
  finish[1]!();
  await Promise.all(others);
  expect(finish).toHaveLength(2);
});

it('goes on after a failure', async () => {
  let runs = 0;
  const run = latestOnly(async () => {
    if (runs++ === 0) throw new Error('once');
  });
  const first = run();
  const second = run();
  await expect(first).rejects.toThrow('once');
  await second;
  expect(runs).toBe(2);
});
