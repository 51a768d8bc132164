import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';
import { assertFree, outputFolder } from './output-folder.ts';
import { replaceFile } from './replace-file.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'fer-output-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

describe('makeFolder', () => {
  it('makes what is missing, and minds nothing that is there', async () => {
    const path = join(parent, 'a', 'b', 'c');
    await makeFolder(path);
    await makeFolder(path);
    expect(existsSync(path)).toBe(true);
  });

  it('names what is in the way', async () => {
    writeFileSync(join(parent, 'file'), '');
    for (const [path, code] of [
      [join(parent, 'file'), 'EEXIST'],
      [join(parent, 'file', 'x'), 'ENOTDIR'],
      [join(parent, 'x'.repeat(300)), 'ENAMETOOLONG'],
    ] as const) {
      await expect(makeFolder(path)).rejects.toMatchObject({
        code: 'FER_OUTPUT_FAILED',
        details: { path, code },
      });
    }
  });

  it.skipIf(!existsSync('/proc/self'))('ends where a system takes no folder', async () => {
    await expect(makeFolder('/proc/fer/x')).rejects.toMatchObject({ code: 'FER_OUTPUT_FAILED' });
  });
});

describe('assertFree', () => {
  it('minds nothing that a training left which never began', async () => {
    const folder = outputFolder(parent);
    for (const name of ['options.json', 'options.json.new', 'training.lock', 'training.lock.0-1']) {
      writeFileSync(join(parent, name), '');
    }
    await assertFree(folder);
    writeFileSync(join(parent, 'photo.jpg'), '');
    await expect(assertFree(folder)).rejects.toMatchObject({
      code: 'FER_OUTPUT_EXISTS',
      details: { entries: ['photo.jpg'], resumable: false },
    });
    mkdirSync(folder.checkpoints);
    await expect(assertFree(folder)).rejects.toMatchObject({ details: { resumable: true } });
  });
});

describe('replaceFile', () => {
  it('leaves the old one, and nothing else, where it fails', () => {
    const file = join(parent, 'metrics.jsonl');
    replaceFile(file, 'old');
    replaceFile(file, 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    const folder = join(parent, 'folder');
    mkdirSync(folder);
    expect(() => replaceFile(folder, 'x')).toThrow(
      expect.objectContaining({ code: 'FER_OUTPUT_FAILED', message: expect.stringContaining(folder) }),
    );
    expect(readdirSync(parent).sort()).toEqual(['folder', 'metrics.jsonl']);
  });
});
