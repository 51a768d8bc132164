import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryCheckpointStore } from './checkpoint-store.ts';
import { CHECKPOINT_FILES, createNodeCheckpointStore } from './node-checkpoint-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fer-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytes = (...values: number[]) => Uint8Array.from(values);

describe.each([
  ['createNodeCheckpointStore', () => createNodeCheckpointStore(join(folder, 'a', 'b'))],
  ['createMemoryCheckpointStore', createMemoryCheckpointStore],
])('%s', (_name, create) => {
  it('is empty at first, and then keeps the last two', async () => {
    const store = create();
    const both = async () => [await store.read('latest'), await store.read('previous')].map((b) => b?.[0]);
    expect(await both()).toEqual([undefined, undefined]);
    await store.write(bytes(1));
    expect(await both()).toEqual([1, undefined]);
    await store.write(bytes(2));
    await store.write(bytes(3));
    expect(await both()).toEqual([3, 2]);
  });
});

describe('createNodeCheckpointStore', () => {
  it('is not misled by a write that was cut off, and writes over what is left of it', async () => {
    const store = createNodeCheckpointStore(folder);
    await store.write(bytes(1));
    const { pid: gone } = spawnSync(process.execPath, ['--version']);
    for (const name of ['checkpoint.tmp', `checkpoint.${gone}.0a1b.tmp`]) {
      await writeFile(join(folder, name), bytes(9, 9));
    }
    expect(await store.read('latest')).toEqual(Buffer.from([1]));
    await store.write(bytes(2));
    expect((await readdir(folder)).sort()).toEqual(['checkpoint.fer', 'checkpoint.previous.fer']);
  });

  it('leaves alone what another process is writing', async () => {
    const theirs = `checkpoint.${process.ppid}.0a1b.tmp`;
    await writeFile(join(folder, theirs), bytes(9));
    await createNodeCheckpointStore(folder).write(bytes(1));
    expect((await readdir(folder)).sort()).toEqual([theirs, 'checkpoint.fer'].sort());
  });

  it('holds nothing but whole checkpoints while two write', async () => {
    const size = 1 << 18;
    const stores = [createNodeCheckpointStore(folder), createNodeCheckpointStore(folder)];
    const isWhole = (read: Uint8Array) => read.length === size && read.every((byte) => byte === read[0]);
    const writing = Promise.all(
      stores.map(async (store, index) => {
        for (let i = 0; i < 15; i++) await store.write(new Uint8Array(size + index).fill(2 * i + index));
      }),
    ).catch((error: unknown) => error);
    const seen: Uint8Array[] = [];
    for (let i = 0; i < 30; i++) {
      for (const store of stores) {
        const read = await store.read('latest');
        if (read !== undefined) seen.push(read);
      }
    }
    expect(await writing).not.toBeInstanceOf(Error);
    for (const name of await readdir(folder)) seen.push(await readFile(join(folder, name)));
    expect(seen.length).toBeGreaterThan(2);
    for (const read of seen) expect(isWhole(read.subarray(0, size))).toBe(true);
  });

  it('still has the previous one when it died between the two renames', async () => {
    const store = createNodeCheckpointStore(folder);
    await store.write(bytes(1));
    await rename(join(folder, CHECKPOINT_FILES.latest), join(folder, CHECKPOINT_FILES.previous));
    expect(await store.read('latest')).toBeUndefined();
    expect(await store.read('previous')).toEqual(Buffer.from([1]));
    await store.write(bytes(2));
    expect(await store.read('previous')).toEqual(Buffer.from([1]));
    expect(await store.read('latest')).toEqual(Buffer.from([2]));
  });

  it('does not take another failure for an empty store', async () => {
    await mkdir(join(folder, CHECKPOINT_FILES.latest));
    await expect(createNodeCheckpointStore(folder).read('latest')).rejects.toMatchObject({
      code: 'FER_CHECKPOINT_NOT_FOUND',
      message: expect.stringContaining('EISDIR'),
      details: { location: join(folder, CHECKPOINT_FILES.latest), code: 'EISDIR' },
    });
  });

  it('names the folder where it cannot write, and leaves nothing half written', async () => {
    await writeFile(join(folder, 'file'), '');
    const inFile = join(folder, 'file', 'x');
    await expect(createNodeCheckpointStore(inFile).write(bytes(1))).rejects.toMatchObject({
      code: 'FER_OUTPUT_FAILED',
      message: expect.stringMatching(/file.*ENOTDIR/),
      details: { location: inFile },
    });

    const store = createNodeCheckpointStore(folder);
    await store.write(bytes(1));
    await mkdir(join(folder, CHECKPOINT_FILES.previous));
    await expect(store.write(bytes(2))).rejects.toMatchObject({ code: 'FER_OUTPUT_FAILED' });
    expect(await store.read('latest')).toEqual(Buffer.from([1]));
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
