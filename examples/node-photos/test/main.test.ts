import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EMOTIONS } from '@fer/core';
import { drawFace } from '@fer/dataset';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const run = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fer-node-photos-'));
  for (const [seed, emotion] of (['happy', 'sad'] as const).entries()) {
    const { data, width, height, channels } = drawFace({ emotion, seed, size: 120 });
    await sharp(data, { raw: { width, height, channels } }).toFile(join(folder, `${emotion}.png`));
  }
  await writeFile(join(folder, 'broken.JPG'), 'this is no picture');
  await writeFile(join(folder, 'notes.txt'), 'nor is this');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('prints what is in every picture of a folder', () => {
  const { status, stdout, stderr } = run(folder);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const [broken, happy, sad, ...others] = JSON.parse(stdout);
  expect(others).toEqual([]);
  expect(broken).toMatchObject({ file: 'broken.JPG', error: { code: expect.stringMatching(/^FER_IMAGE_/) } });
  expect([happy.file, sad.file]).toEqual(['happy.png', 'sad.png']);
  for (const { faces } of [happy, sad]) {
    expect(faces).toHaveLength(1);
    expect(Object.keys(faces[0].scores)).toEqual([...EMOTIONS]);
    expect(faces[0].confidence).toBe(Math.max(...Object.values<number>(faces[0].scores)));
    expect(faces[0].faceConfidence).toBeGreaterThan(0.5);
    expect(faces[0].box.width).toBeLessThan(120);
  }
});

it('asks for a folder', () => {
  const { status, stderr } = run();
  expect(stderr).toMatch(/Which folder/);
  expect(status).toBe(2);
});
