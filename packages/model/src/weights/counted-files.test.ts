import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WeightsFiles } from '@fer/core';
import { afterEach, describe, expect, it } from 'vitest';
import { loadModel } from '../load-model.ts';
import { createRecognizer } from '../recognize/create-recognizer.ts';
import { randomWeights, tinyCnn, tinyPlugin } from './__fixtures__/tiny-weights.ts';
import { describeWeights } from './describe-weights.ts';
import { loadWeights } from './load-weights.ts';
import { memoryWeightsFiles } from './memory-weights-files.ts';
import type { LoadProgress } from './progress.ts';
import { serializeWeights } from './serialize-weights.ts';

const weights = randomWeights(tinyCnn);
const files = await serializeWeights(weights, { shardByteLength: 200 });
const total = [...files.values()].reduce((sum, { length }) => sum + length, 0);
const manifestLength = files.get('fer.json')!.length;
const plugins = [tinyPlugin];

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Never less than before, up to the total, which stays. */
function expectWhole(told: readonly LoadProgress[]): void {
  const loaded = told.map((progress) => progress.loaded);
  expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
  expect(new Set(told.map((progress) => progress.total))).toEqual(new Set([total]));
  expect(told.at(0)?.loaded).toBe(manifestLength);
  expect(told.at(-1)).toEqual({ loaded: total, total });
}

describe('onProgress', () => {
  it('is told of all files as one, whole ones where the source tells nothing', async () => {
    const told: LoadProgress[] = [];
    const onProgress = (progress: LoadProgress) => told.push(progress);
    await loadWeights(memoryWeightsFiles(files), { plugins, onProgress });
    expectWhole(told);
    // The manifest and three shards.
    expect(told).toHaveLength(4);
    expect((await describeWeights(memoryWeightsFiles(files))).byteLength).toBe(total);
  });

  it('is told by loadModel and createRecognizer, too, of the weights alone', async () => {
    for (const load of [loadModel, createRecognizer]) {
      const told: LoadProgress[] = [];
      const loaded = await load({
        weights: memoryWeightsFiles(files),
        plugins,
        onProgress: (progress) => told.push(progress),
        ...(load === createRecognizer && { detector: loadingDetector }),
      });
      loaded.dispose();
      expectWhole(told);
      expect(told).toHaveLength(4);
    }
  });

  const loadingDetector = {
    id: 'loading',
    apiVersion: 1 as const,
    async create(host: { loadNetwork(files: WeightsFiles): Promise<unknown> }) {
      await host.loadNetwork(memoryWeightsFiles(files));
      return { id: 'loading', apiVersion: 1 as const, detect: async () => [] };
    },
  };

  it('goes on where a file is begun anew, and says no more than there is', async () => {
    let broken = false;
    const server = createServer((request, response) => {
      const bytes = files.get(request.url!.slice(1))!;
      if (request.url === '/weights-2.bin' && !broken) {
        broken = true;
        response.writeHead(200, { 'content-length': bytes.length });
        response.write(bytes.subarray(0, 700), () => setTimeout(() => response.destroy(), 20));
        return;
      }
      // In two pieces, so that what is begun anew is behind what had come.
      response.write(bytes.subarray(0, 300), () => setTimeout(() => response.end(bytes.subarray(300)), 20));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const told: LoadProgress[] = [];
    await loadWeights(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
      plugins,
      onProgress: (progress) => told.push(progress),
    });
    expect(broken).toBe(true);
    expectWhole(told);
    expect(told.length).toBeGreaterThan(4);
  });

  it('counts on where weights are replaced while they are read', async () => {
    const newer = await serializeWeights(randomWeights(tinyCnn, { seed: 2 }), { shardPrefix: 'newer' });
    let current = files;
    const { read } = memoryWeightsFiles(new Map());
    const changing = {
      location: 'changing',
      async read(fileName: string) {
        const bytes = fileName === 'weights-3.bin' ? undefined : current.get(fileName);
        if (fileName === 'weights-2.bin') current = newer;
        return bytes ?? read(fileName);
      },
    };
    const told: LoadProgress[] = [];
    await loadWeights(changing, { plugins, onProgress: (progress) => told.push(progress) });
    const loaded = told.map((progress) => progress.loaded);
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
    expect(told.at(-1)!.loaded).toBe(told.at(-1)!.total);
    expect(told.every((progress) => progress.loaded <= progress.total)).toBe(true);
  });

  it('is taken at its word where it throws, also in the midst of a file', async () => {
    const reason = new Error('theirs');
    const telling = (bytes: number) => ({
      location: 'mine',
      async read(fileName: string, options?: Parameters<WeightsFiles['read']>[1]) {
        // A source that takes every error for its own.
        try {
          options?.onBytes?.(bytes);
        } catch {}
        return files.get(fileName)!;
      },
    });
    for (const after of [0, 1, 3]) {
      let calls = 0;
      const onProgress = () => {
        if (calls++ === after) throw reason;
      };
      await expect(loadWeights(telling(10), { plugins, onProgress })).rejects.toBe(reason);
      expect(calls).toBe(after + 1);
    }
  });

  it('is told nothing that a source makes up', async () => {
    const told: LoadProgress[] = [];
    const source = {
      location: 'mine',
      async read(fileName: string, options?: Parameters<WeightsFiles['read']>[1]) {
        for (const bytes of [5, 3, 1e9, Number.NaN, -1]) options?.onBytes?.(bytes);
        return files.get(fileName)!;
      },
    };
    await loadWeights(source, { plugins, onProgress: (progress) => told.push(progress) });
    expectWhole(told);
  });

  it.each([[null], [undefined], ['{}']])('leaves it to others what is wrong with %j', async (value) => {
    const source = { location: 'mine', read: async () => value as never };
    const onProgress = () => {};
    await expect(loadWeights(source, { plugins, onProgress })).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining('must give a Uint8Array'),
    });
  });

  it.each([[7], ['often'], [null]])('is not %j', async (onProgress) => {
    await expect(
      loadWeights(memoryWeightsFiles(files), { plugins, onProgress: onProgress as never }),
    ).rejects.toMatchObject({ code: 'FER_INVALID_ARGUMENT', details: { option: 'onProgress' } });
  });
});
