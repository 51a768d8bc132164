import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
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
    await writeFile(join(folder, CHECKPOINT_FILES.temporary), bytes(9, 9));
    expect(await store.read('latest')).toEqual(Buffer.from([1]));
    await store.write(bytes(2));
    expect((await readdir(folder)).sort()).toEqual(['checkpoint.fer', 'checkpoint.previous.fer']);
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
    await expect(createNodeCheckpointStore(folder).read('latest')).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
