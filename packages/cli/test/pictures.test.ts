import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emotion } from '@fer/core';
import { drawFace } from '@fer/dataset';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FerOptions, fer } from './support/fer.ts';

/** Names that no expression has, and what is drawn for them. */
const LABELS: readonly (readonly [label: string, emotion: Emotion])[] = [
  ['gelangweilt', 'neutral'],
  ['startled', 'surprise'],
  ['vergnügt', 'happy'],
];
const PICTURES_PER_LABEL = 10;

let here: FerOptions;
beforeAll(async () => {
  here = { cwd: await mkdtemp(join(tmpdir(), 'fer-pictures-')) };
  for (const [row, [label, emotion]] of LABELS.entries()) {
    await mkdir(join(here.cwd, 'mine', label), { recursive: true });
    for (let i = 0; i < PICTURES_PER_LABEL; i++) {
      await writePhoto(`mine/${label}/${i}.jpg`, emotion, 100 * row + i);
    }
  }
  await writePhoto('new.jpg', 'happy', 1000);
  await writeFile(join(here.cwd, 'mine', 'startled', 'notes.txt'), 'no picture');
  await writeWall('mine/startled/wall.png');
  for (const label of ['a', 'b']) {
    await mkdir(join(here.cwd, 'walls', label), { recursive: true });
    await writeWall(`walls/${label}/1.png`);
  }
});
afterAll(() => rm(here.cwd, { recursive: true, force: true }));

/** A face that is not in the middle of a photo. */
async function writePhoto(file: string, emotion: Emotion, seed: number): Promise<void> {
  const size = 120 + (seed % 7) * 10;
  const { data } = drawFace({ emotion, seed, size });
  await sharp({ create: { width: 480, height: 320, channels: 3, background: '#888' } })
    .composite([
      { input: Buffer.from(data), raw: { width: size, height: size, channels: 1 }, left: 270, top: 60 },
    ])
    .jpeg({ quality: 92 })
    .toFile(join(here.cwd, file));
}

async function writeWall(file: string): Promise<void> {
  const brick = Buffer.from('<svg width="99" height="9"><rect width="50" height="9"/></svg>');
  await sharp({ create: { width: 320, height: 240, channels: 3, background: '#777' } })
    .composite([{ input: brick, left: 9, top: 9 }])
    .png()
    .toFile(join(here.cwd, file));
}

async function json(...args: string[]) {
  const { stdout, stderr, exitCode } = await fer([...args, '--json'], here);
  expect(exitCode, stderr).toBe(0);
  return { ...JSON.parse(stdout), stderr };
}

const manifest = (out: string) => JSON.parse(readFileSync(join(here.cwd, out, 'fer.json'), 'utf8'));
const names = LABELS.map(([label]) => label);

describe('fer train with a folder of pictures', () => {
  it('makes weights of its labels in one command, which are scored and recognise', async () => {
    const trained = await json('train', 'mine', '--out', 'run');
    expect(trained.leftOut).toEqual([
      { name: 'startled/notes.txt', reason: expect.any(String) },
      { name: 'startled/wall.png', reason: 'no face was found in it' },
    ]);
    expect(trained.stderr).toMatch(
      /2 files were left out:\n {2}startled\/notes\.txt: .*\n {2}startled\/wall\.png: no face/,
    );
    expect(trained).toMatchObject({ architecture: 'fer-net', evaluation: { labels: names, count: 6 } });
    expect(trained.evaluation.perClass.map(({ label }: { label: string }) => label)).toEqual(names);
    // Three drawn expressions are easy: what is guessed would be right in a third.
    expect(trained.evaluation.top1).toBeGreaterThan(0.8);

    const { labels, training, calibration } = manifest('run');
    expect(labels).toEqual(names);
    expect(training.transfer).toMatchObject({ oldRateFactor: 0.1, newLayers: [expect.any(String)] });
    expect(training.options).toMatchObject({ labels: names, batchSize: 16, metric: 'loss' });
    expect(training.dataset).toMatchObject({ name: 'mine', count: 30 });
    // Six pictures tell no temperature.
    expect(calibration).toBeUndefined();

    const scored = await json('evaluate', '--data', 'mine', '--weights', 'run');
    expect(scored).toMatchObject({
      count: 6,
      top1: trained.evaluation.top1,
      loss: trained.evaluation.loss,
      data: { leftOut: trained.leftOut },
    });
    const all = await json('evaluate', '--data', 'mine', '--weights', 'run', '--all-pictures');
    expect(all.count).toBe(30);

    const { images } = await json('predict', 'new.jpg', '--weights', 'run');
    const [face] = images[0].faces;
    expect(face.emotion).toBe('vergnügt');
    expect(Object.keys(face.scores)).toEqual(names);
    expect(face.box.x).toBeGreaterThan(240);
  });

  it('tells of the pictures that were set aside, label by label', async () => {
    const { stdout } = await fer(['evaluate', '--data', 'mine', '--weights', 'run'], here);
    expect(stdout).toMatch(/^30 pictures of 3 labels: gelangweilt, startled, vergnügt$/m);
    expect(stdout).toMatch(/^Validation, 6 images: /m);
    expect(stdout).toMatch(/^vergnügt +2 +/m);
    const { stdout: predicted } = await fer(['predict', 'new.jpg', '--weights', 'run'], here);
    expect(predicted).toContain('vergnügt');
  });

  it('counts them', async () => {
    const counted = await json('dataset', 'info', 'mine');
    expect(counted.classes).toEqual({ gelangweilt: 10, startled: 10, vergnügt: 10 });
    expect(counted.splits.public.count).toBe(6);
    expect(counted.leftOut).toHaveLength(2);
    const { stdout } = await fer(['dataset', 'info', 'mine'], here);
    expect(stdout).toMatch(/^gelangweilt +8 +2 +0 +10$/m);
  });

  it('is resumed, and repeated by its record, to the same weights', async () => {
    const args = ['--out', 'short', '--epochs', '2', '--no-detect'];
    await json('train', 'mine', ...args);
    const digest = (out: string) => manifest(out).shards[0].sha256;
    const before = digest('short');
    expect(manifest('short').training.options).toMatchObject({ detect: false });
    await json('train', '--out', 'short', '--resume');
    expect(digest('short')).toBe(before);
    await json('train', 'mine', '--config', 'short/fer.json', '--out', 'again');
    expect(digest('again')).toBe(before);
  });

  it('takes a network of its own, some of the labels, and splits that the folders say', async () => {
    for (const [split, picture] of [
      ['train', 1],
      ['train', 2],
      ['test', 3],
    ] as const) {
      for (const label of names) {
        await mkdir(join(here.cwd, 'split', split, label), { recursive: true });
        await copyFile(
          join(here.cwd, 'mine', label, `${picture}.jpg`),
          join(here.cwd, 'split', split, label, `${picture}.jpg`),
        );
      }
    }
    const two = JSON.stringify([names[2], names[0]]);
    const args = ['--architecture', 'demo-cnn', '--labels', two, '--epochs', '1'];
    const { evaluation } = await json('train', '--data', 'split', '--out', 'scratch', ...args);
    expect(evaluation).toMatchObject({ labels: [names[2], names[0]], count: 2 });
    const { architecture, training } = manifest('scratch');
    expect(architecture.id).toBe('demo-cnn');
    expect(training.transfer).toBeUndefined();
  });

  it("reads faces in FER2013's form as before", async () => {
    for (const emotion of ['happy', 'sad', 'fear'] as const) {
      for (const split of ['train', 'test'])
        await mkdir(join(here.cwd, 'faces', split, emotion), { recursive: true });
      for (const split of ['train', 'test']) {
        const { data } = drawFace({ emotion, seed: split.length });
        await sharp(data, { raw: { width: 48, height: 48, channels: 1 } })
          .png()
          .toFile(join(here.cwd, 'faces', split, emotion, '1.png'));
      }
    }
    const { stdout } = await fer(
      ['train', 'faces', '--out', 'plain', '--architecture', 'demo-cnn', '--epochs', '1'],
      here,
    );
    expect(stdout).toContain('PublicTest');
    expect(manifest('plain').labels).toHaveLength(7);
  });

  it.each<[string, string[], string]>([
    ['data twice', ['mine', '--data', 'mine'], 'given twice'],
    ['votes', ['mine', '--targets', 'ferplus'], '--targets ferplus is for FER2013'],
    [
      'pictures without a face',
      ['walls'],
      'hint Are the pictures faces already? Take them whole: --no-detect',
    ],
    ['one label', ['mine/startled'], 'folder of pictures for each of at least two labels'],
    ['a label that there is not', ['mine', '--labels', '["startled","bored"]'], "'bored' must be one of"],
  ])('refuses %s', async (_, args, message) => {
    const { exitCode, stderr } = await fer(['train', '--out', 'refused', ...args], here);
    expect(exitCode).toBeGreaterThan(0);
    expect(stderr).toContain(message);
    expect(existsSync(join(here.cwd, 'refused'))).toBe(false);
  });

  it('tells of weights that do not know the labels', async () => {
    const { exitCode, stderr } = await fer(['evaluate', '--data', 'mine'], here);
    expect(exitCode).toBeGreaterThan(0);
    expect(stderr).toContain('gelangweilt');
  });
});
