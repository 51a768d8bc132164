import { weightsFormatContract } from '@fer/core/test';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { compute, largestDifference } from '../../test/compute.ts';
import { importWeights } from '../import-weights.ts';
import { tfjsLayers } from './layers-model.ts';

const INPUT = { width: 10, height: 12, channels: 1, resize: 'bilinear-antialias', range: [0, 1] } as const;

/** What tfjs-layers itself saves, and what it computes. */
async function savedByTfjs() {
  const { layers } = tfl;
  const input = tfl.input({ shape: [12, 10, 1] });
  let x = layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu' }).apply(input);
  x = layers.batchNormalization().apply(x);
  const side = layers.separableConv2d({ filters: 4, kernelSize: 3, padding: 'same' }).apply(x);
  x = layers.add().apply([x as tfl.SymbolicTensor, side as tfl.SymbolicTensor]);
  x = layers.flatten().apply(x);
  x = layers.dense({ units: 3, activation: 'softmax' }).apply(x);
  const model = tfl.model({ inputs: input, outputs: x as tfl.SymbolicTensor });
  model.setWeights(
    model.getWeights().map((weight, i) => tf.randomUniform(weight.shape, 0.1, 0.4, 'float32', i + 1)),
  );
  const files = new Map<string, Uint8Array>();
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData, format, generatedBy }) => {
      const json = {
        modelTopology,
        format,
        generatedBy,
        weightsManifest: [{ paths: ['a.bin', 'b.bin'], weights: weightSpecs }],
      };
      const bytes = new Uint8Array(weightData as ArrayBuffer);
      files.set('model.json', new TextEncoder().encode(JSON.stringify(json)));
      // A tensor may lie in two shards.
      files.set('a.bin', bytes.slice(0, 101));
      files.set('b.bin', bytes.slice(101));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const pixels = Float32Array.from({ length: 120 }, (_, i) => ((i * 37) % 101) / 101);
  const answer = model.predict(tf.tensor4d(pixels, [1, 12, 10, 1])) as tf.Tensor;
  return { files, pixels, expected: answer.dataSync() };
}

it('takes the layers of models inside, as tfjs-layers saved them', async () => {
  await tf.setBackend('cpu');
  const { layers } = tfl;
  const inner = tfl.sequential({
    layers: [
      layers.conv2d({ inputShape: [12, 10, 1], filters: 3, kernelSize: 3, strides: 2 }),
      layers.flatten(),
    ],
  });
  const model = tfl.sequential({ layers: [inner, layers.dense({ units: 3, activation: 'softmax' })] });
  const files = new Map<string, Uint8Array>();
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const json = { modelTopology, weightsManifest: [{ paths: ['a.bin'], weights: weightSpecs }] };
      files.set('model.json', new TextEncoder().encode(JSON.stringify(json)));
      files.set('a.bin', new Uint8Array(weightData as ArrayBuffer));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const pixels = Float32Array.from({ length: 120 }, (_, i) => ((i * 37) % 101) / 101);
  const expected = (model.predict(tf.tensor4d(pixels, [1, 12, 10, 1])) as tf.Tensor).dataSync();
  const { graph, tensors, training } = await importWeights(files, { input: INPUT, labels: ['a', 'b', 'c'] });
  expect(largestDifference(compute({ graph: graph!, tensors }, INPUT, pixels), expected)).toBeLessThan(1e-5);
  expect(training!.notes).toEqual([]);
});

describe('what tfjs-layers saved', async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
  const { files, pixels, expected } = await savedByTfjs();

  for (const { name, run } of weightsFormatContract(tfjsLayers, { files })) it(name, run);

  const labels = ['a', 'b', 'c'];
  it('gives what tfjs-layers gave', async () => {
    const { graph, tensors, training } = await importWeights(files, { input: INPUT, labels });
    expect(largestDifference(compute({ graph: graph!, tensors }, INPUT, pixels), expected)).toBeLessThan(
      1e-5,
    );
    expect(training).toMatchObject({
      importedFrom: 'tfjs-layers',
      producer: expect.stringContaining('tfjs-layers'),
    });
  });

  it('takes back what was quantised', async () => {
    const json = JSON.parse(new TextDecoder().decode(files.get('model.json')));
    const all = new Float32Array([...files.get('a.bin')!, ...files.get('b.bin')!].length / 4);
    new Uint8Array(all.buffer).set([...files.get('a.bin')!, ...files.get('b.bin')!]);
    const scale = 1 / 65_535;
    for (const weight of json.weightsManifest[0].weights) {
      weight.quantization = { dtype: 'uint16', scale, min: 0, original_dtype: 'float32' };
    }
    json.weightsManifest[0].paths = ['q.bin'];
    const levels = Uint16Array.from(all, (value) => Math.round(value / scale));
    const quantised = new Map([
      ['model.json', new TextEncoder().encode(JSON.stringify(json))],
      ['q.bin', new Uint8Array(levels.buffer)],
    ]);
    const { graph, tensors } = await importWeights(quantised, { input: INPUT, labels });
    expect(largestDifference(compute({ graph: graph!, tensors }, INPUT, pixels), expected)).toBeLessThan(
      1e-3,
    );
  });

  const changed = (change: (json: ReturnType<typeof JSON.parse>) => void) => {
    const json = JSON.parse(new TextDecoder().decode(files.get('model.json')));
    change(json);
    return new Map(files).set('model.json', new TextEncoder().encode(JSON.stringify(json)));
  };
  it.each<[string, Map<string, Uint8Array>, string, RegExp]>([
    [
      'a graph model without nodes',
      changed((json) => {
        json.format = 'graph-model';
      }),
      'FER_WEIGHTS_FORMAT',
      /must have 1 to 16384 nodes/,
    ],
    [
      'a missing shard',
      new Map([...files].filter(([name]) => name !== 'b.bin')),
      'FER_WEIGHTS_NOT_FOUND',
      /b\.bin/,
    ],
    [
      'a path out of the folder',
      changed((json) => {
        json.weightsManifest[0].paths[1] = '../b.bin';
      }),
      'FER_WEIGHTS_NOT_FOUND',
      /\.\.\/b\.bin/,
    ],
    [
      'bytes left over',
      new Map(files).set('b.bin', new Uint8Array(9000)),
      'FER_WEIGHTS_CORRUPT',
      /shards have/,
    ],
  ])('refuses %s', async (_, broken, code, message) => {
    await expect(importWeights(broken, { input: INPUT, labels })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});
