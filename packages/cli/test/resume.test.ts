import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeFacesCsv } from './support/drawn-files.ts';
import { type FerOptions, fer, type Running, startFer } from './support/fer.ts';

const TRAIN = [
  'train',
  '--data',
  'faces.csv',
  '--architecture',
  'demo-cnn',
  '--batch-size',
  '7',
  '--epochs',
  '8',
];

/** Progress may be on stderr too, if the machine is slow. */
const COMPLAINT = /^(error|warning)/m;

let here: FerOptions;
const read = (...parts: string[]) => readFileSync(join(here.cwd, ...parts));
const shard = (out: string) => read(out, JSON.parse(read(out, 'fer.json').toString()).shards[0].fileName);

beforeAll(async () => {
  here = { cwd: await mkdtemp(join(tmpdir(), 'fer-resume-')) };
  await writeFacesCsv(join(here.cwd, 'faces.csv'), { Training: 70, PublicTest: 14, PrivateTest: 7 });
  const { exitCode, stderr } = await fer([...TRAIN, '--out', 'whole'], here);
  expect(stderr).not.toMatch(COMPLAINT);
  expect(exitCode).toBe(0);
});
afterAll(() => rm(here.cwd, { recursive: true, force: true }));

/** Waits until an epoch is done, so that the signal comes in the middle of a later one. */
async function whenLogged(out: string, running: Running): Promise<void> {
  while (running.process.exitCode === null) {
    try {
      if (read(out, 'metrics.jsonl').length > 0) return;
    } catch {
      // The log is not there yet.
    }
    await setTimeout(5);
  }
}

it.each([
  ['SIGINT', 130],
  ['SIGKILL', null],
] as const)(
  'a training ended by %s and resumed equals one that was not',
  async (signal, expected) => {
    const running = startFer([...TRAIN, '--out', signal], here);
    await whenLogged(signal, running);
    running.process.kill(signal);
    const stopped = await running.finished;
    expect(stopped.exitCode).toBe(expected);
    if (signal === 'SIGINT') {
      expect(stopped.stderr).toMatch(
        /^Stopped\.\nhint The best weights so far, of epoch \d, are in SIGINT\. Go on with: fer train --out SIGINT --resume\n$/m,
      );
      const scored = await fer(['evaluate', '--data', 'faces.csv', '--weights', 'SIGINT'], here);
      expect(scored.exitCode).toBe(0);
    }

    const resumed = await fer(['train', '--out', signal, '--resume'], here);
    expect(resumed.stdout).toMatch(/Going on with epoch \d/);
    expect(resumed.stderr).not.toMatch(COMPLAINT);
    expect(resumed.exitCode).toBe(0);
    expect(shard(signal).equals(shard('whole'))).toBe(true);
    expect(read(signal, 'metrics.jsonl').toString()).toBe(read('whole', 'metrics.jsonl').toString());
  },
  120_000,
);

it('refuses to resume with another setting, and names it', async () => {
  const args = ['train', '--out', 'whole', '--resume', '--learning-rate', '0.1'];
  const { exitCode, stderr } = await fer(args, here);
  expect(stderr).toMatch(/^error \[FER_CHECKPOINT_MISMATCH\].*learningRate/);
  expect(exitCode).toBe(1);
});
