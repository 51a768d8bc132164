import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FerOptions, fer } from './support/fer.ts';

const data = process.env.FER_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const csv = join(data, 'fer2013-700.csv');
const hasRealData = existsSync(csv);

let here: FerOptions;
beforeAll(async () => {
  here = { cwd: await mkdtemp(join(tmpdir(), 'fer-real-')) };
});
afterAll(() => rm(here.cwd, { recursive: true, force: true }));

// Skipped without the real data (FER_DATA), which is not ours to publish.
it.skipIf(!hasRealData)(
  'trains on real faces and scores the weights',
  async () => {
    const args = ['--data', csv, '--out', 'run', '--architecture', 'demo-cnn', '--epochs', '1', '--json'];
    const trained = await fer(['train', ...args], here);
    expect(trained.exitCode).toBe(0);
    const { history, evaluation } = JSON.parse(trained.stdout);
    expect(evaluation.count).toBe(100);

    const scored = await fer(['evaluate', '--data', csv, '--weights', 'run', '--json'], here);
    const { top1, loss, temperature, untempered } = JSON.parse(scored.stdout);
    expect(top1).toBe(history[0].validation.accuracy);
    // The training fits a temperature at its end, on these images: it can only make the loss smaller.
    expect(temperature).not.toBe(1);
    expect(untempered.loss).toBeCloseTo(history[0].validation.loss, 4);
    expect(loss).toBeLessThan(untempered.loss);
  },
  120_000,
);
