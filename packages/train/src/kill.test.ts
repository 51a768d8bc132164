import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bitsOf, longTinyOptions } from './__fixtures__/tiny-training.ts';
import { train } from './train.ts';

const CHILD = fileURLToPath(new URL('./__fixtures__/train-in-child.ts', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fer-kill-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the child until it has done `killAfter` steps, or to its end; gives its steps, exit code and signal. */
async function runChild(killAfter: number) {
  const args = [
    '--conditions=@fer/source',
    '--import',
    'tsx',
    CHILD,
    join(folder, 'checkpoints'),
    resultFile(),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let steps = 0;
  let errors = '';
  child.stdout.on('data', (text: Buffer) => {
    steps += text.toString().split('\n').length - 1;
    if (steps >= killAfter) child.kill('SIGKILL');
  });
  child.stderr.on('data', (text: Buffer) => {
    errors += text;
  });
  const [code, signal] = await once(child, 'close');
  return { steps, code, signal, errors };
}

const resultFile = () => join(folder, 'result.txt');

describe('a training that is killed', () => {
  // Each child goes on where the one before it was killed; together they do not come to the end.
  it('ten times ends with the same bits as one that is not', { timeout: 240_000 }, async () => {
    for (const steps of [1, 17, 41, 64, 5, 23, 9, 2, 12, 7]) {
      const killed = await runChild(steps);
      expect(killed, killed.errors).toMatchObject({ signal: 'SIGKILL' });
    }
    const { code, steps, errors } = await runChild(Number.POSITIVE_INFINITY);
    expect(code, errors).toBe(0);
    // It went on from where it was, and did not begin anew.
    expect(steps).toBeLessThan(200 - 100);

    const whole = await train(longTinyOptions());
    expect(await readFile(resultFile(), 'utf8')).toBe(
      bitsOf(whole.final.tensors) + bitsOf(whole.best.tensors),
    );
  });
});
