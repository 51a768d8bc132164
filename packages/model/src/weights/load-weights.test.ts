import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { definePlugin } from '@fer/core';
import { weightsSourceContract } from '@fer/core/test';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { randomWeights, tinyCnn, tinyPlugin } from './__fixtures__/tiny-weights.ts';
import { loadWeights } from './load-weights.ts';
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
    const bytes = files.get(path!.replace('/w/', ''));
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
