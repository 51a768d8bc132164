import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { randomWeights, tinyCnn, tinyPlugin } from './__fixtures__/tiny-weights.ts';
import { loadWeights } from './load-weights.ts';
import { saveWeights } from './save-weights.ts';
import { serializeWeights } from './serialize-weights.ts';

const first = randomWeights(tinyCnn, { seed: 1 });
const second = randomWeights(tinyCnn, { seed: 2 });
const load = (folder: string) => loadWeights(folder, { plugins: [tinyPlugin] });

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fer-save-'));
});
afterEach(() => rm(root, { recursive: true }));

it('makes the directory, and all above it', async () => {
  const folder = join(root, 'a', 'b c');
  await saveWeights(pathToFileURL(folder), first);
  expect((await readdir(folder)).sort()).toEqual(['fer.json', 'weights-1.bin']);
  expect(await load(folder)).toEqual(first);
});

it('stores float16 on request', async () => {
  await saveWeights(root, first, { dtype: 'float16' });
  const { tensors } = JSON.parse(await readFile(join(root, 'fer.json'), 'utf8'));
  expect(tensors[0]).toMatchObject({ name: 'conv1/kernel', dtype: 'float16', byteLength: 54 });
});

/** The manifest and one shard under a name that no other save gives. */
const ONE_SET = ['fer.json', expect.stringMatching(/^weights-[\da-f]{12}-1\.bin$/)];

/** Makes all files of a folder two hours old. */
async function age(folder: string) {
  const past = Date.now() / 1000 - 7200;
  for (const entry of await readdir(folder)) await utimes(join(folder, entry), past, past);
}

describe('over weights that are there', () => {
  it('replaces them again and again and leaves nothing of the old ones', async () => {
    await saveWeights(root, first, { shardByteLength: 200 });
    for (const weights of [second, first, second]) {
      await saveWeights(root, weights);
      expect(await load(root)).toEqual(weights);
      expect((await readdir(root)).sort()).toEqual(ONE_SET);
    }
  });

  it('replaces those of an earlier version', async () => {
    for (const shardPrefix of ['weights', 'weights-new']) {
      const folder = join(root, shardPrefix);
      await mkdir(folder);
      for (const [name, bytes] of await serializeWeights(first, { shardPrefix })) {
        await writeFile(join(folder, name), bytes);
      }
      expect(await load(folder)).toEqual(first);
      await saveWeights(folder, second);
      expect(await load(folder)).toEqual(second);
      expect((await readdir(folder)).sort()).toEqual(ONE_SET);
    }
  });

  it('leaves alone what another save may be about to name, until it is old', async () => {
    await saveWeights(root, first);
    const pending = ['weights-0123456789ab-1.bin', 'fer.json.0123456789ab.new'];
    for (const name of pending) await writeFile(join(root, name), 'pending');
    await saveWeights(root, second);
    expect(await readdir(root)).toEqual(expect.arrayContaining(pending));
    await age(root);
    await saveWeights(root, first);
    expect((await readdir(root)).sort()).toEqual(ONE_SET);
  });

  it('never leaves a directory that cannot be loaded, wherever it is stopped', async () => {
    // Each step on the disk in turn fails, and all that follow, as if the process had been killed there.
    const fs = process.getBuiltinModule('node:fs/promises');
    let wasStopped = true;
    let stopAt = 0;
    for (; wasStopped; stopAt++) {
      const folder = join(root, String(stopAt));
      await saveWeights(folder, first, { shardByteLength: 200 });
      let steps = 0;
      wasStopped = false;
      const spies = (['mkdir', 'open', 'rename', 'rm'] as const).map((name) => {
        const original = fs[name] as (...args: unknown[]) => Promise<never>;
        return vi.spyOn(fs, name).mockImplementation(async (...args: unknown[]) => {
          if (steps++ === stopAt) wasStopped = true;
          if (wasStopped) throw new Error('killed');
          return original(...args);
        });
      });
      await saveWeights(folder, second, { shardByteLength: 200 }).catch(() => undefined);
      for (const spy of spies) spy.mockRestore();

      const { training } = await load(folder);
      expect([1, 2]).toContain(training!.seed);
      await age(folder);
      await saveWeights(folder, second);
      expect(await load(folder)).toEqual(second);
      expect((await readdir(folder)).sort()).toEqual(ONE_SET);
    }
    expect(stopAt).toBeGreaterThan(10);
  });

  it('leaves other files alone', async () => {
    await saveWeights(root, first);
    await writeFile(join(root, 'notes.txt'), 'mine');
    await saveWeights(root, second);
    expect(await readFile(join(root, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('replaces a manifest that cannot be read', async () => {
    await saveWeights(root, first);
    await writeFile(join(root, 'fer.json'), '{');
    await saveWeights(root, second);
    expect(await load(root)).toEqual(second);
    await age(root);
    await saveWeights(root, first);
    expect((await readdir(root)).sort()).toEqual(ONE_SET);
  });

  it('keeps them if the new ones cannot be stored', async () => {
    await saveWeights(root, first);
    const broken = new Map(second.tensors).set('conv1/bias', {
      shape: [3],
      data: Float32Array.of(0, 0, Number.NaN),
    });
    await expect(saveWeights(root, { ...second, tensors: broken })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_FORMAT',
    });
    expect(await load(root)).toEqual(first);
  });
});

describe('over something else', () => {
  it('takes an empty directory, and one where a first save was interrupted', async () => {
    await saveWeights(root, first);
    await rm(join(root, 'fer.json'));
    await saveWeights(root, second);
    expect(await load(root)).toEqual(second);
  });

  it('refuses a directory with other things, unless told otherwise', async () => {
    await mkdir(join(root, 'checkpoint'));
    await expect(saveWeights(root, first)).rejects.toMatchObject({
      code: 'FER_OUTPUT_EXISTS',
      message: expect.stringContaining('checkpoint'),
    });
    expect(await readdir(root)).toEqual(['checkpoint']);
    await saveWeights(root, first, { besideOtherFiles: true });
    expect(await load(root)).toEqual(first);
    expect(await readdir(root)).toContain('checkpoint');
  });

  it('refuses a file', async () => {
    const file = join(root, 'file');
    await writeFile(file, 'mine');
    await expect(saveWeights(file, first)).rejects.toMatchObject({ code: 'FER_OUTPUT_EXISTS' });
    expect(await readFile(file, 'utf8')).toBe('mine');
  });
});

describe('where it cannot write', () => {
  const fs = process.getBuiltinModule('node:fs/promises');
  afterEach(() => vi.restoreAllMocks());

  const failing = (code: string) => async (): Promise<never> => {
    throw Object.assign(new Error(`${code}: it failed`), { code });
  };

  it.each([
    ['ENOSPC', 'the disk is full', 'writeFile'],
    ['EDQUOT', 'the quota of the disk is used up', 'sync'],
    ['ENOSPC', 'the disk is full', 'open'],
    ['EROFS', 'the file system is read-only', 'mkdir'],
    ['EACCES', 'writing there is not permitted', 'rename'],
    ['EIO', 'EIO: it failed', 'rename'],
  ] as const)('says %s: %s (%s), keeps the old weights and leaves nothing', async (code, reason, step) => {
    await saveWeights(root, first, { shardByteLength: 200 });
    const before = await readdir(root);
    const { open } = fs;
    let opened = 0;
    if (step === 'writeFile' || step === 'sync') {
      // The second shard does not fit any more.
      vi.spyOn(fs, 'open').mockImplementation(async (...args) => {
        const file = await open(...args);
        if (args[1] === 'wx' && ++opened === 2) file[step] = failing(code);
        return file;
      });
    } else {
      vi.spyOn(fs, step).mockImplementation(failing(code));
    }
    await expect(saveWeights(root, second, { shardByteLength: 200 })).rejects.toMatchObject({
      code: 'FER_OUTPUT_FAILED',
      message: expect.stringContaining(`cannot be saved as ${root}: ${reason}`),
      details: { directory: root, code },
    });
    vi.restoreAllMocks();
    expect(await readdir(root)).toEqual(before);
    expect(await load(root)).toEqual(first);
  });

  it('names a path that leads through a file, is too long, or is a link to nowhere', async () => {
    await writeFile(join(root, 'file'), 'mine');
    await symlink(join(root, 'nowhere', 'at', 'all'), join(root, 'link'));
    const places = [join(root, 'file', 'below'), join(root, 'x'.repeat(300)), join(root, 'link')];
    for (const place of places) {
      const code = expect.stringMatching(/^FER_OUTPUT_(FAILED|EXISTS)$/);
      const message = expect.stringContaining(place);
      await expect(saveWeights(place, first)).rejects.toMatchObject({ code, message });
    }
    await expect(saveWeights(new URL('https://host/?s3cret'), first)).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.not.stringContaining('s3cret'),
    });
  });
});

describe('at the same time', () => {
  it('first saves into one folder leave the weights of one of them', async () => {
    const folder = join(root, 'new');
    const seeds = [1, 2, 3, 4, 5, 6];
    await Promise.all(
      seeds.map((seed) => saveWeights(folder, randomWeights(tinyCnn, { seed }), { shardByteLength: 200 })),
    );
    const { training } = await load(folder);
    expect(seeds).toContain(training!.seed);
  });

  it('processes that save, and are killed, never take the weights from those who read', {
    timeout: 120_000,
  }, async () => {
    await saveWeights(root, first, { shardByteLength: 200 });
    const fixture = fileURLToPath(new URL('./__fixtures__/save-in-child.ts', import.meta.url));
    const start = (seed: number, killAfter: number) => {
      const args = ['--conditions=@fer/source', '--import', 'tsx', fixture, root, String(seed)];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      let saves = 0;
      let errors = '';
      child.stdout.on('data', (text: Buffer) => {
        saves += text.toString().split('\n').length - 1;
        if (saves >= killAfter) child.kill('SIGKILL');
      });
      child.stderr.on('data', (text: Buffer) => {
        errors += text;
      });
      return once(child, 'close').then(([, signal]) => ({ signal, errors }));
    };

    // Two at a time, each killed in the middle of some save.
    let isOver = false;
    const writers = (async () => {
      const ends = [];
      for (const killAfter of [7, 30]) {
        ends.push(...(await Promise.all([start(100, killAfter), start(200, killAfter + 5)])));
      }
      isOver = true;
      return ends;
    })();
    const seen = new Set<unknown>();
    while (!isOver) seen.add((await load(root)).training!.seed);
    for (const { signal, errors } of await writers) expect(signal, errors).toBe('SIGKILL');
    expect(seen.size).toBeGreaterThan(1);

    expect(await load(root)).toBeDefined();
    await age(root);
    await saveWeights(root, second);
    expect((await readdir(root)).sort()).toEqual(ONE_SET);
  });
});
