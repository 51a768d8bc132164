import { describe, expect, it } from 'vitest';
import { miniXception } from '../architectures/mini-xception.ts';
import { tutorialCnn } from '../architectures/tutorial-cnn.ts';
import { randomWeights, tinyCnn } from './__fixtures__/tiny-weights.ts';
import { memoryWeightsFiles } from './memory-weights-files.ts';
import { readWeights } from './read-weights.ts';
import { serializeWeights } from './serialize-weights.ts';
import type { Weights } from './weights.ts';

const weights = randomWeights(tinyCnn);

function withNumber(value: number): Weights {
  const tensors = new Map(weights.tensors);
  tensors.set('bn1/beta', { shape: [3], data: Float32Array.of(0, value, 0) });
  return { ...weights, tensors };
}

describe('float32', () => {
  it('survives a round trip bit for bit, in the same order', async () => {
    const read = await readWeights(memoryWeightsFiles(await serializeWeights(weights)));
    expect(read).toEqual(weights);
    expect([...read.tensors.keys()]).toEqual([...weights.tensors.keys()]);
  });

  it('gives the same bytes every time', async () => {
    expect(await serializeWeights(randomWeights(tinyCnn))).toEqual(await serializeWeights(weights));
  });

  it('writes tensors that are views into a larger buffer', async () => {
    const { data, shape } = weights.tensors.get('conv1/kernel')!;
    const padded = new Float32Array(data.length + 3);
    padded.set(data, 2);
    const tensors = new Map(weights.tensors);
    tensors.set('conv1/kernel', { shape, data: padded.subarray(2, 2 + data.length) });
    expect(await serializeWeights({ ...weights, tensors })).toEqual(await serializeWeights(weights));
  });
});

describe('float16', () => {
  it('halves the size and keeps 11 significant bits', async () => {
    const full = await serializeWeights(weights);
    const half = await serializeWeights(weights, { dtype: 'float16' });
    expect(half.get('weights-1.bin')!.length * 2).toBe(full.get('weights-1.bin')!.length);
    const read = await readWeights(memoryWeightsFiles(half));
    for (const [name, { data }] of weights.tensors) {
      for (const [i, value] of data.entries()) {
        const error = Math.abs(read.tensors.get(name)!.data[i]! - value);
        expect(error).toBeLessThanOrEqual(Math.max(Math.abs(value) * 2 ** -11, 2 ** -25));
      }
    }
  });

  it('refuses what rounds beyond its range, and nothing less', async () => {
    const storable = await serializeWeights(withNumber(65_519.996), { dtype: 'float16' });
    const { tensors } = await readWeights(memoryWeightsFiles(storable));
    expect(tensors.get('bn1/beta')!.data[1]).toBe(65_504);
    await expect(serializeWeights(withNumber(-65_520), { dtype: 'float16' })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_FORMAT',
      message: expect.stringMatching(/'bn1\/beta' holds -65520 at index 1.*float32/),
    });
  });
});

describe('int8', () => {
  it('stores kernels as bytes with a scale a channel, and all else as float16', async () => {
    const files = await serializeWeights(weights, { dtype: 'int8' });
    const manifest = JSON.parse(new TextDecoder().decode(files.get('fer.json')));
    for (const { name, dtype, shape, byteLength } of manifest.tensors) {
      const size = shape.reduce((product: number, length: number) => product * length, 1);
      const isKernel = name.endsWith('/kernel');
      expect({ name, dtype, byteLength }).toEqual({
        name,
        dtype: isKernel ? 'int8' : 'float16',
        byteLength: isKernel ? size + 4 * shape.at(-1) : 2 * size,
      });
    }
    const read = await readWeights(memoryWeightsFiles(files));
    for (const [name, { data, shape }] of weights.tensors) {
      const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const allowed =
        shape.length > 1 ? (largest / 254) * (1 + 1e-5) : Math.max(largest * 2 ** -11, 2 ** -25);
      for (const [i, value] of data.entries()) {
        expect(Math.abs(read.tensors.get(name)!.data[i]! - value)).toBeLessThanOrEqual(allowed);
      }
    }
  });

  it('is the same again when it is stored again', async () => {
    const once = await serializeWeights(weights, { dtype: 'int8' });
    const twice = await serializeWeights(await readWeights(memoryWeightsFiles(once)), { dtype: 'int8' });
    expect(twice).toEqual(once);
  });

  it('leaves depthwise kernels, whose last dimension is 1, in float16', async () => {
    const files = await serializeWeights(randomWeights(miniXception), { dtype: 'int8' });
    const { tensors } = JSON.parse(new TextDecoder().decode(files.get('fer.json')));
    const byName = new Map(tensors.map(({ name, dtype }: { name: string; dtype: string }) => [name, dtype]));
    expect(byName.get('module1_separable1/depthwise_kernel')).toBe('float16');
    expect(byName.get('module1_separable1/pointwise_kernel')).toBe('int8');
  });
});

describe('shards', () => {
  it('holds whole tensors only, up to the size asked for', async () => {
    const files = await serializeWeights(weights, { shardByteLength: 200, shardPrefix: 'part' });
    const names = [...files.keys()];
    expect(names).toEqual(['part-1.bin', 'part-2.bin', 'part-3.bin', 'fer.json']);
    // conv1/kernel and what follows fits; logits/kernel is larger than a shard.
    expect(names.slice(0, 3).map((name) => files.get(name)!.length)).toEqual([27 * 4 + 15 * 4, 1008, 28]);
    expect(await readWeights(memoryWeightsFiles(files))).toEqual(weights);
  });

  it("puts the tutorial's float16 weights into the one file that is bundled", async () => {
    const files = await serializeWeights(randomWeights(tutorialCnn), { dtype: 'float16' });
    expect([...files.keys()]).toEqual(['weights-1.bin', 'fer.json']);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a size of %s', async (shardByteLength) => {
    await expect(serializeWeights(weights, { shardByteLength })).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
    });
  });
});

it.each([Number.NaN, Infinity])('refuses %s', async (value) => {
  await expect(serializeWeights(withNumber(value))).rejects.toMatchObject({
    code: 'FER_WEIGHTS_FORMAT',
    details: { tensor: 'bn1/beta' },
  });
});

it('refuses a tensor whose shape does not hold its numbers', async () => {
  const tensors = new Map(weights.tensors).set('bn1/beta', { shape: [4], data: new Float32Array(3) });
  await expect(serializeWeights({ ...weights, tensors })).rejects.toMatchObject({
    code: 'FER_WEIGHTS_FORMAT',
    message: expect.stringContaining("'bn1/beta' has 3 numbers"),
  });
});

it('refuses numbers of another type, and a header that is no JSON', async () => {
  const data = new Float64Array(3) as never;
  const tensors = new Map(weights.tensors).set('bn1/beta', { shape: [3], data });
  await expect(serializeWeights({ ...weights, tensors })).rejects.toMatchObject({
    code: 'FER_WEIGHTS_FORMAT',
    message: expect.stringContaining("'bn1/beta' has no Float32Array"),
  });
  await expect(serializeWeights({ ...weights, training: { seed: 1n as never } })).rejects.toMatchObject({
    code: 'FER_WEIGHTS_FORMAT',
    message: expect.stringContaining('BigInt'),
  });
});

it('refuses a header that could not be read back, and weights without tensors', async () => {
  await expect(serializeWeights({ ...weights, labels: ['sad', 'sad'] })).rejects.toMatchObject({
    code: 'FER_WEIGHTS_FORMAT',
    details: { field: 'labels[1]' },
  });
  await expect(serializeWeights({ ...weights, tensors: new Map() })).rejects.toMatchObject({
    code: 'FER_WEIGHTS_FORMAT',
  });
});
