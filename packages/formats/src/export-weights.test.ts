import { createRandom, EMOTIONS, type ModelDefinition } from '@fer/core';
import { TINY_MODEL, tinyPixels, tinyProbabilities } from '@fer/core/test';
import { randomModel } from '@fer/graph/test';
import { createWasmRuntime, defineModel, ferNet, miniXception, tutorialCnn, type Weights } from '@fer/model';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { largestDifference } from '../test/compute.ts';
import { exportWeights } from './export-weights.ts';
import { importWeights } from './import-weights.ts';

const HEADER = { licence: 'Apache-2.0' };

function weightsOf(model: ModelDefinition, id = 'test'): Weights {
  return { ...HEADER, architecture: { id, config: {} }, ...model };
}

function named(architecture: typeof ferNet | typeof tutorialCnn | typeof miniXception): Weights {
  const { input, id, defaults } = architecture;
  const graph = architecture.build(defaults as never, EMOTIONS.length);
  const inputs = { input: [input.height, input.width, input.channels] };
  return weightsOf({ ...randomModel({ inputs, layers: graph.layers }, EMOTIONS), input }, id);
}

/** The same network, its layers called `a/name`. */
function inFolders(model: ModelDefinition): ModelDefinition {
  const layers = model.graph.layers.map(({ inputs, ...layer }) => ({ ...layer, name: `a/${layer.name}` }));
  const tensors = new Map([...model.tensors].map(([name, tensor]) => [`a/${name}`, tensor]));
  return { ...model, graph: { ...model.graph, layers }, tensors };
}

/** By the compiled runtime: the loops of the tests take seconds for such networks. */
async function predict(weights: Weights, pixels: Float32Array): Promise<Float32Array> {
  const network = await runtime.load(defineModel(weights));
  const probabilities = await network.predict(pixels, 1);
  network.dispose();
  return probabilities;
}

const runtime = createWasmRuntime({ threads: 1 });

function pixelsFor({ height, width, channels, range }: Weights['input']): Float32Array {
  const random = createRandom(5);
  return Float32Array.from({ length: height * width * channels }, () => random.uniform(...range));
}

describe.each(['keras', 'keras-h5', 'tfjs-layers', 'onnx', 'safetensors'])('%s', (format) => {
  it.each([
    ['fer-net', named(ferNet)],
    ['tutorial-cnn', named(tutorialCnn)],
    ['mini-xception', named(miniXception)],
    ['tiny', weightsOf(TINY_MODEL)],
    ['names with folders, as ONNX has them', weightsOf(inFolders(TINY_MODEL))],
  ])('gives back what was written: %s', async (_, weights) => {
    const { input, labels } = weights;
    const files = await exportWeights(weights, format);
    const again = await importWeights(files, { input, labels });
    const pixels = pixelsFor(input);
    const [expected, given] = await Promise.all([predict(weights, pixels), predict(again, pixels)]);
    expect(largestDifference(given, expected)).toBeLessThan(1e-5);
    expect(again.training).toMatchObject({ importedFrom: format });
  });

  it('refuses a layer that nobody has there', async () => {
    if (format === 'safetensors' || format === 'onnx') return;
    const layers = [
      ...TINY_MODEL.graph.layers.slice(0, 1),
      { name: 'more', type: 'channelPadding', config: { channels: 2 } },
      { name: 'pool', type: 'globalAveragePooling2d', config: {} },
      ...TINY_MODEL.graph.layers.slice(3),
    ];
    const model = {
      ...randomModel({ inputs: { input: [6, 5, 1] }, layers }, ['a', 'b', 'c', 'd', 'e']),
      input: TINY_MODEL.input,
    };
    await expect(exportWeights(weightsOf(model), format)).rejects.toMatchObject({
      code: 'FER_GRAPH_UNSUPPORTED',
      details: { layer: 'more' },
    });
  });
});

it('is read by tfjs-layers itself', async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
  const files = await exportWeights(weightsOf(TINY_MODEL), 'tfjs-layers');
  const json = JSON.parse(new TextDecoder().decode(files.get('model.json')));
  const model = await tfl.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest[0].weights,
      weightData: files.get('group1-shard1of1.bin')!.slice().buffer,
    }),
  );
  const pixels = tinyPixels(2, 3);
  const answer = model.predict(tf.tensor4d(pixels, [2, 6, 5, 1])) as tf.Tensor;
  expect(largestDifference(answer.dataSync(), tinyProbabilities(pixels))).toBeLessThan(1e-5);
});

it('names the formats there are', async () => {
  await expect(exportWeights(weightsOf(TINY_MODEL), 'kears')).rejects.toMatchObject({
    code: 'FER_INVALID_ARGUMENT',
    message: expect.stringMatching(/'keras-h5' or 'keras' .*Did you mean 'keras'/),
  });
});
