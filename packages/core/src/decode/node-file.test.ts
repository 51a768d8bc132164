import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import fileSystem, { type FileHandle } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { FerError } from '../errors.ts';
import { createRegistry } from '../plugin/registry.ts';
import { loadImage } from './load-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'fer-node-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

const failureOf = (source: string | URL): Promise<FerError> =>
  loadImage(source).then(
    () => {
      throw new Error('Expected a rejection');
    },
    (error: FerError) => error,
  );

const makePipe = (name: string) => {
  const path = join(folder, name);
  execFileSync('mkfifo', [path]);
  return path;
};

describe.skipIf(process.platform === 'win32')('loadImage from what is no file', () => {
  it('FER_IMAGE_NOT_FOUND for a pipe, a socket, a device, a folder', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve));
    try {
      for (const path of [makePipe('pipe'), join(folder, 'socket'), '/dev/zero', '/dev/null', folder]) {
        const failure = await failureOf(path);
        expect(failure.code).toBe('FER_IMAGE_NOT_FOUND');
        expect(failure.message).toBe(`The picture ${path} is not a file.`);
      }
    } finally {
      server.close();
    }
  });

  it('does not wait for a pipe that takes the place of a file', async () => {
    const path = makePipe('exchanged');
    const file = join(folder, 'file');
    writeFileSync(file, '');
    vi.spyOn(fileSystem, 'stat').mockResolvedValueOnce(await fileSystem.stat(file));
    expect((await failureOf(path)).message).toBe(`The picture ${path} is not a file.`);
  });
});

describe('loadImage from a file', () => {
  it('reads no more than there was when it was opened', async () => {
    const path = join(folder, 'growing.xyz');
    writeFileSync(path, 'XYZ picture');
    const { open } = fileSystem;
    vi.spyOn(fileSystem, 'open').mockImplementation(async (...args) => {
      const handle: FileHandle = await open(...args);
      const { read } = handle;
      handle.read = ((...options: Parameters<typeof read>) => {
        appendFileSync(path, ' and more');
        return read.apply(handle, options);
      }) as typeof read;
      return handle;
    });
    const seen: string[] = [];
    const decoder = {
      id: 'xyz',
      apiVersion: 1 as const,
      isSupported: async () => true,
      sniff: () => true,
      decode: async (bytes: Uint8Array) => {
        seen.push(new TextDecoder().decode(bytes));
        return { data: new Uint8Array(1), width: 1, height: 1, channels: 1 as const };
      },
    };
    const { decoders } = createRegistry([
      { name: 'xyz', apiVersion: 1, contributes: { decoders: [decoder] } },
    ]);
    await loadImage(path, { decoders });
    expect(seen).toEqual(['XYZ picture']);
  });

  it('shows nothing of what is no picture', async () => {
    const path = join(folder, 'shadow');
    writeFileSync(path, 's3cret:x:0:0');
    const failure = await failureOf(path);
    expect(failure.code).toBe('FER_IMAGE_DECODE');
    const shown = inspect(failure, { depth: 9, showHidden: true });
    expect(shown).not.toContain('s3c');
    expect(shown).not.toContain('73 33 63');
    expect(shown).not.toMatch(/733363/);
  });

  it('says in few words what cannot be read', async () => {
    const denied = Object.assign(new Error("EACCES: permission denied, open '/a/path'"), { code: 'EACCES' });
    vi.spyOn(fileSystem, 'open').mockRejectedValueOnce(denied);
    const path = join(folder, 'denied.png');
    writeFileSync(path, '');
    const failure = await failureOf(path);
    expect(failure.code).toBe('FER_IMAGE_NOT_FOUND');
    expect(failure.message).toBe(`The picture ${path} cannot be read (EACCES: permission denied).`);
    expect(failure.cause).toBe(denied);

    const base64 = await failureOf('iVBORw0KGgo'.repeat(100_000));
    expect(base64.code).toBe('FER_IMAGE_NOT_FOUND');
    expect(base64.message.length).toBeLessThan(500);
    expect((await failureOf('a\0b.png')).code).toBe('FER_IMAGE_NOT_FOUND');
    expect((await failureOf(pathToFileURL(folder))).message).toContain('is not a file');
  });
});
