import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RowCounts, writeFacesCsv, writeFerPlusCsv } from './support/drawn-files.ts';
import { type FerOptions, fer } from './support/fer.ts';

const COUNTS: RowCounts = { Training: 56, PublicTest: 16, PrivateTest: 7 };
const SMALL = ['--data', 'faces.csv', '--architecture', 'demo-cnn', '--batch-size', '14', '--epochs', '2'];

let here: FerOptions;
beforeAll(async () => {
  here = { cwd: await mkdtemp(join(tmpdir(), 'fer-repeat-')) };
  await writeFacesCsv(join(here.cwd, 'faces.csv'), COUNTS);
  await writeFerPlusCsv(join(here.cwd, 'ferplus.csv'), COUNTS);
});
afterAll(() => rm(here.cwd, { recursive: true, force: true }));

const manifest = (out: string) => JSON.parse(readFileSync(join(here.cwd, out, 'fer.json'), 'utf8'));

/** The SHA-256 of the weights. */
const digest = (out: string) => manifest(out).shards.map(({ sha256 }: { sha256: string }) => sha256);

async function train(...args: string[]) {
  const finished = await fer(['train', ...args], here);
  expect(finished.stderr).not.toMatch(/^(error|warning)/m);
  expect(finished.exitCode).toBe(0);
  return finished;
}

async function refused(...args: string[]) {
  const { exitCode, stderr } = await fer(['train', '--out', 'refused', ...args], here);
  expect(exitCode).toBeGreaterThan(0);
  return stderr;
}

describe('fer train --config <weights>/fer.json', () => {
  it('repeats a training bit for bit, whatever its options', async () => {
    const options = [
      ...['--augment', 'strong', '--augment-strength', '0.7', '--erase', '0.25', '--rotate', '5'],
      ...['--ema', '0.9', '--mixup', '--cutmix', '1.5', '--mix-share', '0.4', '--mix-until', '1'],
      ...['--optimizer', 'sgd', '--momentum', '0.8', '--learning-rate', '0.01', '--weight-decay', '0.001'],
      ...['--final-rate', '0', '--warmup', '0', '--label-smoothing', '0.1', '--seed', '5', '--limit', '50'],
      ...['--architecture-options', '{"dropout": 0.4}', '--class-weights', '--dtype', 'float16'],
      ...['--licence', 'CC0-1.0'],
    ];
    await train(...SMALL, '--out', 'first', ...options);
    const { training, architecture } = manifest('first');
    expect(architecture.config).toEqual({ dropout: 0.4 });
    expect(training).toMatchObject({
      ema: { decay: 0.9 },
      mixup: { alpha: 0.2, probability: 0.4, until: 1 },
      cutmix: { alpha: 1.5, probability: 0.4, until: 1 },
      optimizer: { type: 'sgd', momentum: 0.8, weightDecay: 0.001 },
      schedule: { type: 'cosine', finalFactor: 0 },
      options: { augment: 'strong', erase: 0.25, ema: 0.9, mixup: 0.2, epochs: 2, runtime: 'tfjs-wasm' },
    });
    const shown = training.data.augmentation.transforms.map(({ name }: { name: string }) => name);
    expect(shown).toEqual(['flip', 'rotate', 'zoom', 'shift', 'brightnessContrast', 'erasing']);
    expect(Object.keys(training.options)).not.toContain('data');
    expect(Object.keys(training.options)).not.toContain('cache');
    expect(JSON.stringify(training.options)).not.toContain(here.cwd);

    await train('--config', 'first/fer.json', '--data', 'faces.csv', '--out', 'again');
    expect(digest('again')).toEqual(digest('first'));
    expect(manifest('again').training.options).toEqual(training.options);
    expect(manifest('again').licence).toBe('CC0-1.0');

    await train('--config', 'first/fer.json', '--data', 'faces.csv', '--out', 'other', '--seed', '6');
    expect(digest('other')).not.toEqual(digest('first'));
    expect(manifest('other').training.options).toEqual({ ...training.options, seed: 6 });
  });

  it('wants the same teachers again', async () => {
    await train(...SMALL, '--out', 'teacher');
    await train(...SMALL, '--out', 'stranger', '--seed', '9');
    const learn = ['--teacher', 'teacher', 'stranger', '--temperature', '3', '--teacher-share', '0.5'];
    await train(...SMALL, '--out', 'pupil', ...learn);
    const { teacher } = manifest('pupil').training.options;
    expect(teacher).toEqual([
      { architecture: 'demo-cnn', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { architecture: 'demo-cnn', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(manifest('pupil').training.distillation).toMatchObject({ temperature: 3, share: 0.5 });
    expect(digest('pupil')).not.toEqual(digest('teacher'));

    const repeat = ['--config', 'pupil/fer.json', '--data', 'faces.csv'];
    await cp(join(here.cwd, 'teacher'), join(here.cwd, 'moved'), { recursive: true });
    await train(...repeat, '--teacher', 'moved', 'stranger', '--out', 'second pupil');
    expect(digest('second pupil')).toEqual(digest('pupil'));

    expect(await refused(...repeat)).toMatch(
      /learned from 2 networks \(demo-cnn .*--teacher <weights\.\.\.>/,
    );
    const swapped = await refused(...repeat, '--teacher', 'stranger', 'teacher');
    expect(swapped).toMatch(/--teacher .*stranger is demo-cnn with the SHA-256/);
    expect(swapped).toContain(teacher[0].sha256);
    expect(swapped).toContain(teacher[1].sha256);
  });

  it('wants options in weights', async () => {
    const { training, ...rest } = manifest('teacher');
    const { options: _, ...without } = training;
    await mkdir(join(here.cwd, 'old'));
    await writeFile(join(here.cwd, 'old', 'fer.json'), JSON.stringify({ ...rest, training: without }));
    expect(await refused('--config', 'old/fer.json', '--data', 'faces.csv')).toMatch(
      /old\/fer\.json holds no `training\.options`/,
    );
  });
});

describe('fer train --targets ferplus', () => {
  it('learns the votes for eight classes, and repeats it with the votes beside the data', async () => {
    const { stdout } = await train(...SMALL, '--targets', 'ferplus', '--out', 'votes', '--json');
    const { labels, training } = manifest('votes');
    expect(labels).toHaveLength(8);
    expect(labels[7]).toBe('contempt');
    expect(training.options.targets).toBe('ferplus');
    expect(training.options.ferplus).toBeUndefined();
    const { evaluation, history, bestEpoch } = JSON.parse(stdout);
    expect(evaluation).toMatchObject({ count: 16, split: 'public' });
    expect(evaluation.perClass.at(-1)).toMatchObject({ label: 'contempt', support: 2 });
    expect(evaluation.top1).toBe(history[bestEpoch].validation.accuracy);

    const repeat = ['--config', 'votes/fer.json', '--data'];
    await train(...repeat, 'faces.csv', '--out', 'votes again');
    expect(digest('votes again')).toEqual(digest('votes'));
    await mkdir(join(here.cwd, 'apart'));
    await cp(join(here.cwd, 'faces.csv'), join(here.cwd, 'apart', 'faces.csv'));
    expect(await refused(...repeat, 'apart/faces.csv')).toMatch(/no ferplus\.csv or fer2013new\.csv beside/);
    await train(...repeat, 'apart/faces.csv', '--ferplus', 'ferplus.csv', '--out', 'votes thrice');
    expect(digest('votes thrice')).toEqual(digest('votes'));

    const teacher = await refused(...SMALL, '--teacher', 'votes');
    expect(teacher).toMatch(/--teacher .*votes names angry, .* contempt, but the network .* names angry/);
  });
});

it('a training that an earlier version began is resumed', async () => {
  const options = JSON.parse(readFileSync(join(here.cwd, 'teacher', 'options.json'), 'utf8'));
  const { targets: _, ...then } = options;
  await writeFile(join(here.cwd, 'teacher', 'options.json'), JSON.stringify({ ...then, augment: true }));
  const before = digest('teacher');
  await train('--out', 'teacher', '--resume');
  expect(digest('teacher')).toEqual(before);
});
