import { expect, it } from 'vitest';
import { withDeadline } from './deadline.ts';

const overdue = () => new Error('overdue');
const never = () => new Promise<never>(() => {});
const timeoutMs = Number.POSITIVE_INFINITY;

it('gives what the work gives, and throws what it throws', async () => {
  await expect(withDeadline(async () => 7, { timeoutMs: 1000 }, overdue)).resolves.toBe(7);
  const failure = new Error('no');
  await expect(withDeadline(() => Promise.reject(failure), { timeoutMs }, overdue)).rejects.toBe(failure);
});

it('does not wait for work that does not listen', async () => {
  await expect(withDeadline(never, { timeoutMs: 1 }, overdue)).rejects.toThrow('overdue');
  const controller = new AbortController();
  const waiting = withDeadline(never, { timeoutMs, signal: controller.signal }, overdue);
  controller.abort('enough');
  await expect(waiting).rejects.toBe('enough');
});

it('gives all of the time anew to work that goes on, and none after the end', async () => {
  let aborted: AbortSignal | undefined;
  const steady = async (signal: AbortSignal, goesOn: () => void) => {
    aborted = signal;
    for (let i = 0; i < 6; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      goesOn();
    }
    return never();
  };
  const start = performance.now();
  await expect(withDeadline(steady, { timeoutMs: 200 }, overdue)).rejects.toThrow('overdue');
  expect(performance.now() - start).toBeGreaterThan(490);
  expect(aborted?.aborted).toBe(true);
});

it('does not begin where the signal is aborted already', async () => {
  let began = false;
  const work = async () => {
    began = true;
  };
  const signal = AbortSignal.abort('enough');
  await expect(withDeadline(work, { timeoutMs, signal }, overdue)).rejects.toBe('enough');
  expect(began).toBe(false);
});

it('tells the work why it has to stop, and what is left of it when the rest has failed', async () => {
  const reasons: unknown[] = [];
  const listen = (signal: AbortSignal) => signal.addEventListener('abort', () => reasons.push(signal.reason));
  const deaf = (signal: AbortSignal) => {
    listen(signal);
    return never();
  };
  await expect(withDeadline(deaf, { timeoutMs: 1 }, overdue)).rejects.toThrow('overdue');
  const broken = async (signal: AbortSignal) => {
    listen(signal);
    throw new Error('one of several');
  };
  await expect(withDeadline(broken, { timeoutMs }, overdue)).rejects.toThrow('one of several');
  expect(reasons).toEqual([new Error('overdue'), expect.objectContaining({ name: 'AbortError' })]);
});
