import { readFileSync } from 'node:fs';
import { layer, type ModelGraph } from '@fer/core';

import { TINY_MODEL, weightsFormatContract } from '@fer/core/test';
import { describe, expect, it } from 'vitest';
import { compute, largestDifference } from '../../test/compute.ts';
import { importWeights } from '../import-weights.ts';
import expected from './__fixtures__/pytorch.json' with { type: 'json' };
import { safetensors } from './safetensors.ts';

const INPUT = { width: 10, height: 12, channels: 1, resize: 'bilinear-antialias', range: [0, 1] } as const;
const PICTURE = Float32Array.from(expected.picture);
const file = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url)));

/** The network of `scripts/make-pytorch-fixtures.py`, as one would write it for Keras. */
const GRAPH: ModelGraph = {
  layers: [
    layer('conv', 'conv2d', { filters: 4, kernelSize: 3, strides: 2, padding: 'same' }),
    layer('bn', 'batchNormalization'),
    layer('prelu', 'prelu', { sharedAxes: [1, 2] }),
    layer('depthwise', 'depthwiseConv2d', { kernelSize: 3, padding: 'same', depthMultiplier: 2 }),
    layer('pointwise', 'conv2d', { filters: 6, kernelSize: 1, useBias: false, activation: 'relu' }),
    layer('pool', 'maxPooling2d'),
    layer('flatten', 'flatten'),
    layer('dropout', 'dropout', { rate: 0.5 }),
    layer('logits', 'dense', { units: 5 }),
  ],
};
const NAMES = {
  conv: 'features.0',
  bn: 'features.1',
  'prelu/alpha': 'features.2.weight',
  depthwise: 'features.3',
  pointwise: 'features.4',
  logits: 'classifier.1',
};
const OPTIONS = { input: INPUT, labels: ['a', 'b', 'c', 'd', 'e'], graph: GRAPH, tensorNames: NAMES };
const FILES = new Map([['pytorch.safetensors', file('pytorch.safetensors')]]);

describe('safetensors keeps the contract', async () => {
  const files = await safetensors.write!(TINY_MODEL);
  for (const { name, run } of weightsFormatContract(safetensors, { files })) it(name, run);
});

describe('a file that PyTorch wrote', () => {
  it('gives what PyTorch gave: epsilon, padding, layouts', async () => {
    const { graph, tensors, training } = await importWeights(FILES, OPTIONS);
    const given = compute({ graph: graph!, tensors }, INPUT, PICTURE);
    expect(largestDifference(given, expected.probabilities)).toBeLessThan(1e-5);
    expect(training).toMatchObject({
      importedFrom: 'safetensors',
      producer: 'PyTorch',
      notes: [
        expect.stringContaining('as many zeros before as after'),
        expect.stringContaining('epsilon of PyTorch, 0.00001'),
        expect.stringContaining('softmax'),
      ],
    });
  });

  const without = (name: string) => ({ layers: GRAPH.layers.filter((one) => one.name !== name) });
  it.each<[string, object, string, RegExp]>([
    ['no graph', { graph: undefined }, 'FER_WEIGHTS_FORMAT', /Give the network as `graph`/],
    [
      'a name that is not there',
      { tensorNames: {} },
      'FER_WEIGHTS_MISMATCH',
      /no 'conv.weight' for 'conv\/kernel'/,
    ],
    [
      'a layer too few',
      { graph: without('prelu') },
      'FER_WEIGHTS_MISMATCH',
      /'features\.2\.weight' left over/,
    ],
    [
      'another shape',
      { tensorNames: { ...NAMES, pointwise: 'features.0' } },
      'FER_WEIGHTS_MISMATCH',
      /'features\.0\.weight' of \[4,1,3,3\] for 'pointwise\/kernel', which must be \[1,1,8,6\]/,
    ],
  ])('refuses %s', async (_, change, code, message) => {
    await expect(importWeights(FILES, { ...OPTIONS, ...change })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});

describe('a file that was made to hurt', () => {
  const made = (header: unknown, data = new Uint8Array(8)) => {
    const json = new TextEncoder().encode(JSON.stringify(header));
    const bytes = new Uint8Array(8 + json.length + data.length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
    bytes.set(json, 8);
    bytes.set(data, 8 + json.length);
    return new Map([['x.safetensors', bytes]]);
  };
  const entry = (from: number, to: number, shape: number[] = [(to - from) / 4], dtype = 'F32') => ({
    dtype,
    shape,
    data_offsets: [from, to],
  });
  it.each<[string, Map<string, Uint8Array>, string]>([
    ['tensors that share bytes', made({ a: entry(0, 8), b: entry(0, 8) }), 'FER_WEIGHTS_CORRUPT'],
    ['a gap', made({ a: entry(4, 8) }), 'FER_WEIGHTS_CORRUPT'],
    ['a tensor beyond the end', made({ a: entry(0, 2 ** 40) }), 'FER_WEIGHTS_CORRUPT'],
    ['a shape of another size', made({ a: entry(0, 8, [2 ** 26, 2 ** 26]) }), 'FER_WEIGHTS_CORRUPT'],
    ['an unknown type', made({ a: entry(0, 8, [2], 'F4') }), 'FER_WEIGHTS_FORMAT'],
  ])('%s', async (_, files, code) => {
    await expect(importWeights(files, OPTIONS)).rejects.toMatchObject({ code });
  });
});
