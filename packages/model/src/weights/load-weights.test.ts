import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { definePlugin, type WeightsFiles } from '@fer/core';
import { weightsSourceContract } from '@fer/core/test';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadModel } from '../load-model.ts';
import { createRecognizer } from '../recognize/create-recognizer.ts';
import { randomWeights, tinyCnn, tinyPlugin } from './__fixtures__/tiny-weights.ts';
import { loadWeights } from './load-weights.ts';
import { MANIFEST_LIMITS } from './manifest.ts';
import { memoryWeightsFiles } from './memory-weights-files.ts';
import { saveWeights } from './save-weights.ts';
import { serializeWeights } from './serialize-weights.ts';
import { directory } from './sources/directory.ts';
import { url } from './sources/url.ts';
import type { Weights } from './weights.ts';

const weights = randomWeights(tinyCnn);
const files = await serializeWeights(weights, { shardByteLength: 200 });
const plugins = [tinyPlugin];

async function load(changes: { [fileName: string]: Uint8Array | undefined } = {}) {
  const changed = new Map(files);
  for (const [name, bytes] of Object.entries(changes)) {
    if (bytes) changed.set(name, bytes);
    else changed.delete(name);
  }
  return loadWeights(memoryWeightsFiles(changed, 'test'), { plugins });
}

async function loadChanged(change: (tensors: Map<string, { shape: number[]; data: Float32Array }>) => void) {
  const tensors = new Map(
    [...weights.tensors].map(([name, { shape, data }]) => [name, { shape: [...shape], data }]),
  );
  change(tensors);
  const changed: Weights = { ...weights, tensors };
  return loadWeights(memoryWeightsFiles(await serializeWeights(changed)), { plugins });
}

describe('what is not whole', () => {
  it('is loaded if it is', async () => {
    expect(await load()).toEqual(weights);
  });

  it.each(['fer.json', 'weights-2.bin'])('names a missing %s', async (fileName) => {
    await expect(load({ [fileName]: undefined })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      details: { fileName },
    });
  });

  it('notices one flipped bit', async () => {
    const bytes = files.get('weights-2.bin')!.slice();
    bytes[500]! ^= 1;
    await expect(load({ 'weights-2.bin': bytes })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
      message: expect.stringMatching(/weights-2\.bin .*SHA-256/),
    });
  });

  it('notices a shard that is cut off', async () => {
    await expect(
      load({ 'weights-2.bin': files.get('weights-2.bin')!.subarray(0, 1000) }),
    ).rejects.toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
      message: expect.stringContaining('has 1000 bytes instead of 1008'),
    });
  });
});

describe('files that are given outright', () => {
  const given = (read: WeightsFiles['read']) => loadWeights({ location: 'mine', read }, { plugins });
  const whole = async (fileName: string) => files.get(fileName)!;

  it('are asked for no more than the manifest says', async () => {
    const asked = new Map<string, number | undefined>();
    await given(async (fileName, { maxBytes } = {}) => {
      asked.set(fileName, maxBytes);
      return whole(fileName);
    });
    expect(Object.fromEntries(asked)).toEqual({
      'fer.json': MANIFEST_LIMITS.byteLength,
      'weights-1.bin': 168,
      'weights-2.bin': 1008,
      'weights-3.bin': 28,
    });
  });

  it.each([
    ['undefined', undefined],
    ['an object', new ArrayBuffer(8)],
    ['an object', new Uint16Array(4)],
    ["'{}'", '{}'],
  ])('must be bytes, not %s', async (shown, value) => {
    await expect(given(async () => value as never)).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining(`must give a Uint8Array, but gave ${shown} for fer.json`),
    });
  });

  it('must not be longer than they were asked for', async () => {
    const long = async (fileName: string) => new Uint8Array([...files.get(fileName)!, 0x20]);
    await expect(
      given((fileName) => (fileName === 'weights-2.bin' ? long(fileName) : whole(fileName))),
    ).rejects.toMatchObject({ code: 'FER_WEIGHTS_CORRUPT', details: { maxBytes: 1008 } });
    await expect(given(async () => new Uint8Array(MANIFEST_LIMITS.byteLength + 1))).rejects.toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
    });
  });

  it('may lie in memory that is shared or may shrink', async () => {
    const shared = await given(async (fileName) => {
      const bytes = await whole(fileName);
      const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
      copy.set(bytes);
      return fileName === 'fer.json' ? bytes : copy;
    });
    expect(shared).toEqual(weights);
  });

  it('are not waited for longer than is allowed, also if they do not listen', async () => {
    const read = (fileName: string) =>
      fileName === 'fer.json' ? whole(fileName) : new Promise<never>(() => {});
    const options = { plugins, weightsLimits: { timeoutMs: 20 } };
    await expect(loadWeights({ location: 'mine', read }, options)).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message: expect.stringContaining('mine could not be read whole within 20 ms'),
      details: { location: 'mine', timeoutMs: 20 },
    });
  });

  it.each([
    ['compressed with gzip', gzipSync(new Uint8Array(99))],
    ['looks like a web page', new TextEncoder().encode('<!DOCTYPE html><title>Not here</title>')],
  ])('are recognised where a shard is %s', async (what, bytes) => {
    await expect(load({ 'weights-2.bin': bytes })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_CORRUPT',
      message: expect.stringContaining(what),
    });
  });
});

describe('weights that are larger than allowed', () => {
  it('are refused before a shard is asked for', async () => {
    const asked: string[] = [];
    const counted = {
      location: 'mine',
      read: async (fileName: string) => {
        asked.push(fileName);
        return files.get(fileName)!;
      },
    };
    const total = 168 + 1008 + 28;
    await expect(
      loadWeights(counted, { plugins, weightsLimits: { maxBytes: total - 1 } }),
    ).rejects.toMatchObject({
      code: 'FER_WEIGHTS_FORMAT',
      details: { byteLength: total, maxBytes: total - 1 },
    });
    expect(asked).toEqual(['fer.json']);
    expect(await loadWeights(counted, { plugins, weightsLimits: { maxBytes: total } })).toEqual(weights);
    await expect(
      loadModel({ weights: counted, plugins, weightsLimits: { maxBytes: 1 } }),
    ).rejects.toMatchObject({
      code: 'FER_WEIGHTS_FORMAT',
    });
    await expect(
      createRecognizer({ weights: counted, plugins, weightsLimits: { maxBytes: 1 } }),
    ).rejects.toMatchObject({ code: 'FER_WEIGHTS_FORMAT' });
  });
});

describe('weights that are replaced while they are read', () => {
  const other = randomWeights(tinyCnn, { seed: 2 });

  it('are read anew', async () => {
    const newer = await serializeWeights(other, { shardPrefix: 'newer' });
    let current = files;
    const read = memoryWeightsFiles(new Map()).read;
    const changing = {
      location: 'changing',
      read: async (fileName: string) => {
        const bytes = current.get(fileName);
        if (fileName === 'fer.json') current = newer;
        return bytes ?? read(fileName);
      },
    };
    expect(await loadWeights(changing, { plugins })).toEqual(other);
  });

  it('are given up in the end', async () => {
    let manifests = 0;
    const restless = {
      location: 'restless',
      read: async (fileName: string) => {
        if (fileName !== 'fer.json') return new Uint8Array();
        return new TextEncoder().encode(
          new TextDecoder().decode(files.get('fer.json')).replace('a test', `a test ${manifests++}`),
        );
      },
    };
    await expect(loadWeights(restless, { plugins })).rejects.toMatchObject({ code: 'FER_WEIGHTS_CORRUPT' });
    expect(manifests).toBeGreaterThan(2);
    expect(manifests).toBeLessThan(20);
  });
});

describe('what does not fit the architecture', () => {
  it('names a missing tensor', async () => {
    await expect(loadChanged((tensors) => tensors.delete('conv1/bias'))).rejects.toMatchObject({
      code: 'FER_WEIGHTS_MISMATCH',
      details: { tensor: 'conv1/bias' },
    });
  });

  it('names a tensor too many', async () => {
    const extra = { shape: [1], data: new Float32Array(1) };
    await expect(loadChanged((tensors) => tensors.set('conv2/bias', extra))).rejects.toMatchObject({
      code: 'FER_WEIGHTS_MISMATCH',
      details: { tensor: 'conv2/bias' },
    });
  });

  it('names a misshapen tensor with both shapes', async () => {
    const reshaped = loadChanged((tensors) => {
      tensors.get('conv1/kernel')!.shape = [3, 3, 3, 1];
    });
    await expect(reshaped).rejects.toMatchObject({
      code: 'FER_WEIGHTS_MISMATCH',
      message: expect.stringMatching(/'conv1\/kernel' in shape \[3,3,3,1\].*\[3,3,1,3\]/),
    });
  });

  it('counts the classes by the labels', async () => {
    const eight = { ...weights, labels: [...weights.labels, 'contempt'] };
    const loading = loadWeights(memoryWeightsFiles(await serializeWeights(eight)), { plugins });
    await expect(loading).rejects.toMatchObject({ details: { tensor: 'logits/kernel' } });
  });

  it('uses the options of the weights, defaults for the others, and refuses unknown ones', async () => {
    const withConfig = async (config: { [option: string]: number }) => {
      const architecture = { id: 'tiny-cnn', config };
      return loadWeights(memoryWeightsFiles(await serializeWeights({ ...weights, architecture })), {
        plugins,
      });
    };
    await expect(withConfig({})).resolves.toBeDefined();
    await expect(withConfig({ filters: 4 })).rejects.toMatchObject({ details: { tensor: 'conv1/kernel' } });
    await expect(withConfig({ layers: 4 })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_MISMATCH',
      details: { option: 'layers' },
    });
  });

  it('lists the architectures there are', async () => {
    await expect(loadWeights(memoryWeightsFiles(files))).rejects.toMatchObject({
      code: 'FER_UNKNOWN_ID',
      message: expect.stringContaining('tutorial-cnn'),
    });
  });
});

describe('places', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fer weights '));
    await saveWeights(folder, weights, { shardByteLength: 200 });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('takes a path, a file URL as text and as URL', async () => {
    for (const reference of [folder, pathToFileURL(folder), pathToFileURL(folder).href]) {
      expect(await loadWeights(reference, { plugins })).toEqual(weights);
    }
  });

  it('keeps the contract of weights sources', async () => {
    const trial = {
      reference: folder,
      fileName: 'fer.json',
      missing: join(folder, 'none'),
      foreign: 'https://example.org/weights',
    };
    for (const { run } of weightsSourceContract(directory, trial)) await run();
  });

  it('says where it looked', async () => {
    await expect(loadWeights(join(folder, 'none'))).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message: expect.stringContaining(join(folder, 'none')),
    });
    await rm(join(folder, 'weights-3.bin'));
    await expect(loadWeights(folder)).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message: expect.stringContaining('weights-3.bin'),
    });
    await writeFile(join(folder, 'weights-3.bin'), files.get('weights-3.bin')!);
  });

  it.each([
    ['', 'FER_INVALID_ARGUMENT'],
    [7 as never, 'FER_INVALID_ARGUMENT'],
    ['ftp://example.org/weights', 'FER_WEIGHTS_NOT_FOUND'],
  ])('refuses %j', async (reference, code) => {
    await expect(loadWeights(reference)).rejects.toMatchObject({ code });
  });

  it.skipIf(process.platform === 'win32')('does not wait for a pipe', async () => {
    const piped = join(folder, 'piped');
    await saveWeights(piped, weights);
    await rm(join(piped, 'weights-1.bin'));
    execFileSync('mkfifo', [join(piped, 'weights-1.bin')]);
    await expect(loadWeights(piped, { plugins })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message: expect.stringContaining('weights-1.bin is a pipe, not a file'),
    });
    await rm(join(piped, 'fer.json'));
    execFileSync('mkfifo', [join(piped, 'fer.json')]);
    await expect(loadWeights(piped, { plugins })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message: expect.stringContaining('its fer.json is a pipe, not a file'),
    });
  });

  it('still loads what earlier versions have written', async () => {
    const old = join(folder, 'old');
    await mkdir(old);
    for (const [name, bytes] of files) await writeFile(join(old, name), bytes);
    expect(await loadWeights(old, { plugins })).toEqual(weights);
  });

  it.each(['file://elsewhere/weights', 'file:///a%2Fb', 'https://host:99999/w'])(
    'refuses the address %s',
    async (reference) => {
      await expect(loadWeights(reference)).rejects.toMatchObject({ code: 'FER_INVALID_ARGUMENT' });
    },
  );

  it('asks plugins before the built-in sources', async () => {
    const shelf = definePlugin({
      name: 'shelf',
      apiVersion: 1,
      contributes: {
        weightsSources: [
          {
            id: 'shelf',
            apiVersion: 1,
            matches: (reference) => reference === 'tutorial-cnn',
            open: async () => memoryWeightsFiles(files),
          },
        ],
      },
    });
    expect(await loadWeights('tutorial-cnn', { plugins: [shelf, tinyPlugin] })).toEqual(weights);
  });
});

describe('a web server', () => {
  const requests: string[] = [];
  let hang = false;
  const server = createServer((request, response) => {
    requests.push(request.url!);
    const [path] = request.url!.split('?');
    if (path!.startsWith('/slow/')) return;
    if (path === '/page/fer.json') return response.end('<!doctype html>');
    if (path!.startsWith('/broken/weights')) return response.end('not a shard');
    const bytes = files.get(path!.replace(/^\/(w|broken)\//, ''));
    if (hang && path !== '/w/fer.json') return;
    response.writeHead(bytes ? 200 : 404);
    response.end(bytes);
  });
  let origin: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each(['/w', '/w/', '/w/fer.json'])('takes %s, and sends the query along', async (path) => {
    requests.length = 0;
    expect(await loadWeights(`${origin}${path}?token=1`, { plugins })).toEqual(weights);
    expect(requests.sort()).toEqual([
      '/w/fer.json?token=1',
      '/w/weights-1.bin?token=1',
      '/w/weights-2.bin?token=1',
      '/w/weights-3.bin?token=1',
    ]);
  });

  it('keeps the contract of weights sources', async () => {
    const trial = {
      reference: `${origin}/w`,
      fileName: 'weights-1.bin',
      missing: `${origin}/none`,
      foreign: './weights',
    };
    for (const { run } of weightsSourceContract(url, trial)) await run();
  });

  it('gives the status and the address of what is missing', async () => {
    await expect(loadWeights(`${origin}/other/`)).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      details: { status: 404, url: `${origin}/other/fer.json` },
    });
  });

  it('says when the server cannot be reached', async () => {
    await expect(loadWeights('http://127.0.0.1:1/w')).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      message: expect.stringContaining('could not be fetched'),
    });
  });

  it.each([
    ['no manifest', '/none?token=s3cret', {}],
    ['a manifest that is none', '/page/?token=s3cret', {}],
    ['a shard that is none', '/broken/?token=s3cret', {}],
    ['too many bytes', '/w/?token=s3cret', { weightsLimits: { maxBytes: 1 } }],
    ['another architecture', '/w/?token=s3cret', { plugins: [] }],
    ['no time', '/slow/?token=s3cret', { weightsLimits: { timeoutMs: 50 } }],
  ])('tells no secret by %s', async (_, path, options) => {
    const error = await failure(loadWeights(`${origin}${path}`, { plugins, ...options }));
    expect(error).toHaveProperty('code', expect.stringMatching(/^FER_/));
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('s3cret');
  });

  it.each([
    ['https://user:s3cret@host/w', 'FER_INVALID_ARGUMENT'],
    ['https://s3cret@host/w', 'FER_INVALID_ARGUMENT'],
    ['https://host:99999/w?s3cret', 'FER_INVALID_ARGUMENT'],
    ['ftp://user:s3cret@host/w?s3cret', 'FER_WEIGHTS_NOT_FOUND'],
  ])('tells no secret of %s', async (reference, code) => {
    const error = await failure(loadWeights(reference));
    expect(error).toMatchObject({ code, message: expect.stringContaining('host') });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('s3cret');
  });

  const failure = (loading: Promise<unknown>): Promise<unknown> =>
    loading.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('gives up when told to', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    hang = true;
    requests.length = 0;
    const loading = loadWeights(`${origin}/w`, { plugins, signal: controller.signal });
    await vi.waitFor(() => expect(requests).toContain('/w/weights-3.bin'));
    controller.abort(reason);
    await expect(loading).rejects.toBe(reason);
    hang = false;
    await expect(loadWeights(folderless, { plugins, signal: controller.signal })).rejects.toBe(reason);
  });
  const folderless = memoryWeightsFiles(files);
});
