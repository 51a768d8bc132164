import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFile } from './read-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fer-read-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('reads a file whole, up to the size that is allowed', async () => {
  const file = join(folder, 'file');
  const bytes = Uint8Array.from({ length: 20_000_000 }, (_, i) => i % 251);
  await writeFile(file, bytes);
  expect(Buffer.compare(await readFile(file), bytes)).toBe(0);
  expect(await readFile(file, { maxBytes: bytes.length })).toHaveLength(bytes.length);
  await expect(readFile(file, { maxBytes: bytes.length - 1 })).rejects.toMatchObject({
    code: 'FER_WEIGHTS_CORRUPT',
    message: expect.stringContaining('has more than the 19999999 bytes'),
    details: { file, maxBytes: 19_999_999 },
  });
});

it('allocates nothing for a file that is too long', async () => {
  const file = join(folder, 'sparse');
  await writeFile(file, '');
  await truncate(file, 2 ** 40);
  await expect(readFile(file)).rejects.toMatchObject({ code: 'FER_WEIGHTS_CORRUPT' });
});

it.skipIf(process.platform !== 'linux')('ends where a file says that it has no bytes', async () => {
  expect(await readFile('/proc/self/status')).toHaveLength(0);
});

// Opening these may wait for ever, reading them too.
describe.skipIf(process.platform === 'win32')('does not open', () => {
  it('a pipe', async () => {
    const file = join(folder, 'pipe');
    execFileSync('mkfifo', [file]);
    await refuses(file, 'is a pipe, not a file');
    await symlink(file, join(folder, 'link'));
    await refuses(join(folder, 'link'), 'is a pipe, not a file');
  });

  it('a device', () => refuses('/dev/zero', 'is a device, not a file'));

  it('a directory', () => refuses(folder, 'is a directory, not a file'));

  it('a socket', async () => {
    const file = join(folder, 'socket');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(file, resolve));
    await refuses(file, 'is a socket, not a file');
    server.close();
  });

  async function refuses(file: string, problem: string) {
    await expect(readFile(file)).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message: `The weights file ${file} ${problem}.`,
    });
  }
});
