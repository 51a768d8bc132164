import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_WEIGHTS } from '../../bundled-files.ts';
import { loadWeights } from '../load-weights.ts';
import { pretrained } from './pretrained.ts';

const assets = fileURLToPath(new URL('../../../assets/', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'fer-pretrained-'));
afterAll(() => rmSync(project, { recursive: true }));

// The running script and the working directory are those of a project outside this repository.
beforeEach(() => {
  vi.spyOn(process, 'cwd').mockReturnValue(project);
  process.argv.splice(1, 1, join(project, 'main.js'));
});
const script = process.argv[1]!;
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  process.argv.splice(1, 1, script);
});

const notInstalled = {
  code: 'FER_WEIGHTS_NOT_FOUND',
  message: expect.stringMatching(
    /'tutorial-cnn'.*npm install @fer\/pretrained.*import \{ plugin \} from '@fer\/pretrained'.*plugins: \[plugin\]/,
  ),
};

describe('weights of @fer/pretrained', () => {
  it('are known by their ids only', () => {
    expect(pretrained.matches('tutorial-cnn')).toBe(true);
    expect(pretrained.matches('./tutorial-cnn')).toBe(false);
    expect(pretrained.matches('toString')).toBe(false);
  });

  it('say how to get them where the package is not installed', async () => {
    await expect(pretrained.open('tutorial-cnn')).rejects.toMatchObject(notInstalled);
  });

  it('say the same on a page', async () => {
    vi.stubGlobal('process', undefined);
    await expect(pretrained.open('tutorial-cnn')).rejects.toMatchObject(notInstalled);
  });

  it('are found where it is installed, whole or not at all', async () => {
    const installed = join(project, 'node_modules/@fer/pretrained');
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, 'package.json'), '{ "name": "@fer/pretrained" }');
    await expect(pretrained.open('tutorial-cnn')).rejects.toMatchObject(notInstalled);

    mkdirSync(join(installed, 'assets'));
    for (const file of ['manifest.bin', 'weights-1.bin']) {
      copyFileSync(
        join(assets, `${DEFAULT_WEIGHTS}-${file}`),
        join(installed, 'assets', `tutorial-cnn-${file}`),
      );
    }
    const files = await pretrained.open('tutorial-cnn');
    expect(await loadWeights(files)).toEqual(await loadWeights(DEFAULT_WEIGHTS));
    await expect(files.read('weights-9.bin', {})).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message: expect.stringContaining('tutorial-cnn-weights-9.bin does not exist'),
    });
    await expect(files.read('fer.json', { maxBytes: 9 })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
    });
  });
});
