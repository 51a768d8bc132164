import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listTargets, runTarget } from './run-target.ts';

const folder = fileURLToPath(new URL('./__fixtures__', import.meta.url));
const run = (target: string, cases = 5, hangMs?: number) =>
  runTarget({ folder, target, seed: 1, cases, hangMs });

describe('the fuzz harness', () => {
  it('counts a FerError as the outcome that it is', async () => {
    const { findings, outcomes, cases } = await run('fer-error');
    expect(findings).toEqual([]);
    expect(Object.fromEntries(outcomes)).toEqual({ ok: 4, FER_DATA_ROW: 1 });
    expect(cases).toBe(5);
  });

  it.each([
    ['raw-error', /^TypeError: Cannot read properties of undefined/],
    ['difference', /^Error: finding: 1 is not 2/],
    ['rejection', /^died: exit code 1\n.*TypeError: nobody waits for this/s],
    ['transient', /^memory: \d+ MB in one case/],
    ['huge', /^died: SIGKILL\nmemory: \d+ MB in the middle of a case/],
  ])('reports how to repeat the case that went wrong, and goes on: %s', async (target, message) => {
    const { findings, cases } = await run(target);
    expect(findings).toEqual([{ replay: `${target}:1:2`, message: expect.stringMatching(message) }]);
    expect(cases).toBe(5);
  });

  it.each([
    ['endless', /^hang: over 1000 ms, and its signal was ignored/],
    ['waiting', /^hang: ended by its signal/],
  ])('does not wait for a case that hangs: %s', async (target, message) => {
    const { findings, cases } = await run(target, 5, 1000);
    expect(findings).toEqual([{ replay: `${target}:1:2`, message: expect.stringMatching(message) }]);
    expect(cases).toBe(5);
  });

  it('repeats one case alone', async () => {
    const { findings } = await runTarget({ folder, target: 'raw-error', seed: 1, first: 2, cases: 1 });
    expect(findings.map(({ replay }) => replay)).toEqual(['raw-error:1:2']);
  });

  it('reports memory that many cases keep together', async () => {
    const { findings, cases } = await run('leaking', 7);
    expect(findings).toEqual([
      { replay: 'leaking:1:4', message: expect.stringMatching(/^memory: \d+ MB kept after 5 cases/) },
    ]);
    expect(cases).toBe(7);
  });

  it('says why targets do not load', async () => {
    await expect(listTargets('/nowhere')).rejects.toThrow(/do not load:\n.*ENOENT/s);
  });
});
