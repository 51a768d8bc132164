import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFacesCsv } from './support/drawn-files.ts';
import { type FerOptions, fer } from './support/fer.ts';

const SMALL = ['--data', 'faces.csv', '--batch-size', '14', '--epochs', '1'];
const THREE = ['surprise', 'happy', 'neutral'];
const TRANSFER = [...SMALL, '--from', 'base', '--labels', 'three.txt', '--freeze', '1'];

let here: FerOptions;
beforeAll(async () => {
  here = { cwd: await mkdtemp(join(tmpdir(), 'fer-transfer-')) };
  await writeFacesCsv(join(here.cwd, 'faces.csv'), { Training: 56, PublicTest: 21, PrivateTest: 7 });
  await writeFile(join(here.cwd, 'three.txt'), `\uFEFF${THREE.join('\r\n')}\n\n`);
  await train(...SMALL, '--architecture', 'demo-cnn', '--out', 'base');
  await train(...TRANSFER, '--out', 'three');
});
afterAll(() => rm(here.cwd, { recursive: true, force: true }));

const manifest = (out: string) => JSON.parse(readFileSync(join(here.cwd, out, 'fer.json'), 'utf8'));

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

describe('fer train --from', () => {
  it('gives weights of the labels of a file, which are scored, recognise and say where they come from', async () => {
    const { labels, architecture, graph, training } = manifest('three');
    expect(labels).toEqual(THREE);
    expect(architecture.id).toBe('demo-cnn');
    expect(
      graph.layers.filter((one: { config: { trainable?: boolean } }) => one.config.trainable === false),
    ).toHaveLength(1);
    expect(training.transfer).toMatchObject({ oldRateFactor: 0.1, newLayers: [expect.any(String)] });
    const { sha256 } = training.transfer;
    expect(training.options).toMatchObject({
      labels: THREE,
      freeze: 1,
      from: { architecture: 'demo-cnn', sha256 },
    });
    expect(training.best.validation).not.toBeNull();
  });

  it('keeps the head where the labels are the same', async () => {
    await train(...SMALL, '--from', 'base', '--out', 'further');
    expect(manifest('further').training.transfer).toMatchObject({ newLayers: [], oldRateFactor: 1 });
  });

  it('is resumed, and repeated by the record, with the same weights only', async () => {
    const digest = (out: string) => manifest(out).shards[0].sha256;
    const before = digest('three');
    await train('--out', 'three', '--resume');
    expect(digest('three')).toBe(before);
    const repeat = ['--config', 'three/fer.json', '--data', 'faces.csv'];
    await train(...repeat, '--from', 'base', '--out', 'again');
    expect(digest('again')).toBe(before);
    expect(await refused(...repeat)).toMatch(/went on from demo-cnn .*--from <weights>/);
    expect(await refused(...repeat, '--from', 'further')).toMatch(
      /--from .*further is demo-cnn with the SHA-256/,
    );
  });

  it.each([
    ['an architecture besides', [...TRANSFER, '--architecture', 'fer-net'], '--architecture and --from'],
    ['--freeze without --from', [...SMALL, '--freeze', 'conv1'], '--freeze counts only with --from'],
    [
      'a label that the data lacks',
      [...SMALL, '--labels', '["happy","bored"]'],
      "'bored' must be one of angry",
    ],
    ['one label', [...SMALL, '--labels', '["happy"]'], 'from 2 to 255'],
    ['a label twice', [...SMALL, '--labels', '["happy","happy"]'], 'Label 2 must not be there twice'],
    ['a file that is not there', [...SMALL, '--labels', 'nowhere.txt'], 'cannot be read'],
    ['a layer that there is not', [...TRANSFER.slice(0, -1), 'conv99'], "names 'conv99'"],
    ['no layer', [...TRANSFER.slice(0, -1), '0'], 'from 1'],
    ['weights that are not there', [...SMALL, '--from', 'nobody'], 'nobody'],
  ])('refuses %s', async (_, args, message) => {
    expect(await refused(...args)).toContain(message);
  });
});
