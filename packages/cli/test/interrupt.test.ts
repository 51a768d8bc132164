import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { writeFacePng, writeFacesCsv } from './support/drawn-files.ts';
import { type FerOptions, fer, type Running, startFer } from './support/fer.ts';

/** A runtime that is interrupted while it looks at its third batch. */
const INTERRUPTED = `
let calls = 0;
const network = {
  async predict(pixels, batch) {
    if (++calls === 3) {
      const heard = new Promise((resolve) => process.once(SIGNAL, resolve));
      process.kill(process.pid, SIGNAL);
      // Waiting for a signal does not keep a process alive.
      const alive = setInterval(() => {}, 1000);
      await heard;
      clearInterval(alive);
    }
    return Float32Array.from({ length: batch * 7 }, (_, i) => (i % 7 === 3 ? 0.4 : 0.1));
  },
  async run() {},
  inputs: [],
  outputs: [],
  dispose() {},
};
export const plugin = { name: 'test', apiVersion: 1, contributes: { runtimes: [{
  id: 'interrupted', apiVersion: 1, description: 'For tests', priority: 0,
  isSupported: async () => ({ supported: true }), init: async () => {}, load: async () => network,
}] } };`;

let here: FerOptions;
const path = (...parts: string[]) => join(here.cwd, ...parts);
const manifest = (out: string) => JSON.parse(readFileSync(path(out, 'fer.json'), 'utf8'));
const shard = (out: string) => readFileSync(path(out, manifest(out).shards[0].fileName));

beforeAll(async () => {
  here = { cwd: await mkdtemp(join(tmpdir(), 'fer-interrupt-')) };
  await writeFacePng(path('a.png'), 'happy');
  await writeFacesCsv(path('unscored.csv'), { Training: 70, PublicTest: 0, PrivateTest: 7 });
});
afterAll(() => rm(here.cwd, { recursive: true, force: true }));

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('predict --json prints the answers that it has when %s comes', async (signal, expected) => {
  await writeFile(path(`${signal}.mjs`), INTERRUPTED.replaceAll('SIGNAL', `'${signal}'`));
  // Of a batch of 16 faces at most.
  const images = Array(60).fill('a.png');
  const args = [
    'predict',
    ...images,
    '--no-detect',
    '--json',
    '--runtime',
    'interrupted',
    '--plugin',
    `./${signal}.mjs`,
  ];
  const { exitCode, stdout, stderr } = await fer(args, here);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ runtime: 'interrupted', weights: 'fer-net' });
  expect(result.images.length).toBeGreaterThanOrEqual(2);
  expect(result.images.length).toBeLessThan(images.length);
  const emotions = result.images.map(({ faces }: { faces: { emotion: string }[] }) => faces[0]!.emotion);
  expect(new Set(emotions)).toEqual(new Set(['happy']));
  expect(result.error).toEqual({ code: 'FER_INTERRUPTED', message: 'Stopped.', details: {} });
  expect(stderr).toBe('');
  expect(exitCode).toBe(expected);
});

const TRAIN = ['train', '--data', 'unscored.csv', '--architecture', 'demo-cnn', '--batch-size', '7'];

/** Waits until a file of a run holds something. */
async function whenWritten(file: string, running: Running): Promise<void> {
  while (running.process.exitCode === null) {
    try {
      if (readFileSync(path(file)).length > 0) return;
    } catch {
      // It is not there yet.
    }
    await setTimeout(5);
  }
}

it('a training without PublicTest leaves weights when it is interrupted, and can be gone on with', async () => {
  const args = [...TRAIN, '--epochs', '8', '--out'];
  const running = startFer([...args, 'stopped', '--json'], here);
  await whenWritten('stopped/metrics.jsonl', running);
  running.process.kill('SIGINT');
  const { exitCode, stdout } = await running.finished;
  expect(exitCode).toBe(130);
  const { error, out, history, bestEpoch } = JSON.parse(stdout);
  expect({ error, out }).toMatchObject({ error: { code: 'FER_INTERRUPTED' }, out: path('stopped') });
  expect(history.length).toBeGreaterThan(0);
  expect(history.length).toBeLessThan(8);
  expect(bestEpoch).toBeGreaterThanOrEqual(history.length - 1);
  expect(manifest('stopped').training).toMatchObject({
    finished: false,
    best: { epoch: bestEpoch, validation: null },
  });
  const scored = await fer(
    ['evaluate', '--data', 'unscored.csv', '--split', 'private', '--weights', 'stopped'],
    here,
  );
  expect(scored.exitCode).toBe(0);

  const resumed = await fer(['train', '--out', 'stopped', '--resume'], here);
  expect(resumed.exitCode).toBe(0);
  expect((await fer([...args, 'whole'], here)).exitCode).toBe(0);
  expect(shard('stopped').equals(shard('whole'))).toBe(true);
}, 120_000);

it('of two trainings in one folder the second is refused by name, and the first goes on', async () => {
  const first = startFer([...TRAIN, '--epochs', '100000', '--out', 'shared'], here);
  onTestFinished(() => void first.process.kill('SIGKILL'));
  await whenWritten('shared/metrics.jsonl', first);
  const resumed = await fer(['train', '--out', 'shared', '--resume'], here);
  expect(resumed.stderr).toMatch(/^error \[FER_OUTPUT_BUSY\] .*shared already: process (\d+) on /);
  expect(resumed.stderr).toContain(`process ${first.process.pid} on`);
  expect(resumed.exitCode).toBe(1);
  const anew = await fer([...TRAIN, '--epochs', '1', '--out', 'shared'], here);
  expect(anew.stderr).toMatch(/^error \[FER_OUTPUT_EXISTS\]/);
  first.process.kill('SIGINT');
  expect((await first.finished).exitCode).toBe(130);
}, 120_000);

it('of trainings that begin in one folder at once one wins, and can be gone on with', async () => {
  const args = (seed: number) => [...TRAIN, '--epochs', '2', '--seed', String(seed), '--out', 'raced'];
  const ended = await Promise.all([1, 2, 3].map((seed) => fer(args(seed), here)));
  expect(ended.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1, 1]);
  for (const { exitCode, stderr } of ended) {
    if (exitCode === 1) expect(stderr).toMatch(/^error \[FER_OUTPUT_(BUSY|EXISTS)\]/);
  }
  expect((await fer(['train', '--out', 'raced', '--resume'], here)).exitCode).toBe(0);
}, 120_000);
