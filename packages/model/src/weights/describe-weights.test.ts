import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WeightsFiles } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { randomWeights, tinyCnn } from './__fixtures__/tiny-weights.ts';
import { describeWeights } from './describe-weights.ts';
import { memoryWeightsFiles } from './memory-weights-files.ts';
import { serializeWeights } from './serialize-weights.ts';

const weights = randomWeights(tinyCnn);
const files = await serializeWeights(weights, { shardByteLength: 200 });

/** Files that note what is read of them. */
function noting(asked: string[], given = files): WeightsFiles {
  const { read } = memoryWeightsFiles(given);
  return {
    location: 'mine',
    read(fileName, options) {
      asked.push(fileName);
      return read(fileName, options);
    },
  };
}

async function withRecord(training: unknown): Promise<Map<string, Uint8Array>> {
  const manifest = JSON.parse(new TextDecoder().decode(files.get('fer.json')));
  const bytes = new TextEncoder().encode(JSON.stringify({ ...manifest, training }));
  return new Map(files).set('fer.json', bytes);
}

describe('a description', () => {
  it('is of the manifest, and no shard is read for it', async () => {
    const asked: string[] = [];
    const { tensors, ...header } = weights;
    expect(await describeWeights(noting(asked))).toEqual({
      ...header,
      location: 'mine',
      byteLength: [...files.values()].reduce((sum, { length }) => sum + length, 0),
      parameters: [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0),
      figures: {},
    });
    expect(asked).toEqual(['fer.json']);
  });

  it('needs no architecture, whose id nobody knows', async () => {
    expect((await describeWeights(memoryWeightsFiles(files))).architecture.id).toBe('tiny-cnn');
  });

  it('has the figures of the record, and what is no number is left out', async () => {
    const training = {
      best: { epoch: 3, validation: { loss: 0.9, accuracy: 0.7 } },
      evaluation: {
        public: { count: 3589, top1: 0.69, intervals: { top1: [0.68, 0.71] }, of: 'FER2013' },
        private: 'secret',
        list: [1, 2],
      },
    };
    const { figures } = await describeWeights(memoryWeightsFiles(await withRecord(training)));
    expect(figures).toEqual({
      validation: { loss: 0.9, accuracy: 0.7 },
      public: { count: 3589, top1: 0.69 },
    });
  });

  it.each([[{}], [{ best: 7, evaluation: [] }], [{ best: { validation: null }, evaluation: null }]])(
    'has no figures where the record is %j',
    async (training) => {
      const { figures } = await describeWeights(memoryWeightsFiles(await withRecord(training)));
      expect(figures).toEqual({});
    },
  );

  it('is there of the bundled weights, which are the default', async () => {
    const folder = fileURLToPath(new URL('../../weights/fer-net/', import.meta.url));
    const { licence, labels, byteLength, figures, location } = await describeWeights();
    expect({ licence, labels: labels.length }).toEqual({ licence: 'Apache-2.0', labels: 7 });
    const sizes = ['fer.json', 'weights-1.bin'].map((name) => statSync(folder + name).size);
    expect(byteLength).toBe(sizes[0]! + sizes[1]!);
    const { evaluation } = JSON.parse(readFileSync(`${folder}fer.json`, 'utf8')).training;
    expect(figures.private!.top1).toBe(evaluation.private.top1);
    expect(location).toContain('fer-net');
  });

  it('says that there is none', async () => {
    const code = 'FER_WEIGHTS_NOT_FOUND';
    await expect(describeWeights(memoryWeightsFiles(new Map()))).rejects.toMatchObject({ code });
    await expect(describeWeights('./no/such/folder')).rejects.toMatchObject({ code });
  });

  it('refuses a manifest that is none, unknown options, and stops when told to', async () => {
    const broken = memoryWeightsFiles(new Map([['fer.json', new TextEncoder().encode('{')]]));
    await expect(describeWeights(broken)).rejects.toMatchObject({ code: 'FER_WEIGHTS_FORMAT' });
    await expect(describeWeights(broken, { plugin: [] } as never)).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
    });
    const signal = AbortSignal.abort('enough');
    await expect(describeWeights(memoryWeightsFiles(files), { signal })).rejects.toBe('enough');
    const silent = { location: 'mine', read: () => new Promise<never>(() => {}) };
    await expect(describeWeights(silent, { weightsLimits: { timeoutMs: 20 } })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
      details: { location: 'mine', timeoutMs: 20 },
    });
  });
});
