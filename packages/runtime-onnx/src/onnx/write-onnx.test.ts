import '@tensorflow/tfjs-backend-cpu';
import { createRandom, EMOTIONS, type LayerNode, type LayerType, type ModelDefinition } from '@fer/core';
import { miniXception, tutorialCnn } from '@fer/model';
import { buildLayersModel } from '@fer/runtime-tfjs';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { everyLayer, modelOf } from './__fixtures__/every-layer.ts';
import { writeOnnx } from './write-onnx.ts';

tf.env().set('IS_TEST', true);
beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Probabilities by tfjs-layers on tfjs's cpu backend. */
function byTfjs(
  { graph, input, tensors }: ModelDefinition,
  pixels: Float32Array,
  batch: number,
): Float32Array {
  return tf.tidy(() => {
    const { probabilities } = buildLayersModel(layers, graph, input);
    for (const weight of probabilities.weights) {
      const { data, shape } = tensors.get(weight.originalName)!;
      weight.write(tf.tensor(data, [...shape]));
    }
    const images = tf.tensor4d(pixels, [batch, input.height, input.width, input.channels]);
    const result = probabilities.apply(images, { training: false }) as tf.Tensor;
    return (result.dataSync() as Float32Array).slice();
  });
}

async function byOnnxruntime(
  model: ModelDefinition,
  pixels: Float32Array,
  batch: number,
): Promise<{ session: InferenceSession; probabilities: Float32Array }> {
  const session = await InferenceSession.create(writeOnnx(model), { logSeverityLevel: 3 });
  const { input } = model;
  const images = new Tensor('float32', pixels, [batch, input.height, input.width, input.channels]);
  const { probabilities } = await session.run({ input: images });
  return { session, probabilities: probabilities!.data as Float32Array };
}

function randomPixels(input: ModelDefinition['input'], batch: number): Float32Array {
  const random = createRandom(3);
  const [low, high] = input.range;
  const size = batch * input.height * input.width * input.channels;
  return Float32Array.from({ length: size }, () => random.uniform(low, high));
}

async function expectAgreement(model: ModelDefinition, batch: number): Promise<void> {
  const pixels = randomPixels(model.input, batch);
  const expected = byTfjs(model, pixels, batch);
  const { session, probabilities } = await byOnnxruntime(model, pixels, batch);
  await session.release();
  expect(probabilities).toHaveLength(batch * model.labels.length);
  const error = Math.max(...expected.map((value, i) => Math.abs(value - probabilities[i]!)));
  expect(error).toBeLessThan(1e-5);
  // Weights that drown the picture would prove nothing.
  const { length } = model.labels;
  if (batch > 1) expect(expected.slice(0, length)).not.toEqual(expected.slice(length, 2 * length));
}

describe('writeOnnx', () => {
  const named = (architecture: typeof tutorialCnn | typeof miniXception): ModelDefinition => {
    const graph = architecture.build(architecture.defaults as never, EMOTIONS.length);
    return modelOf(graph.layers, EMOTIONS, architecture.input);
  };

  it.each([
    ['tutorial-cnn', named(tutorialCnn)],
    ['mini-xception', named(miniXception)],
    ['every layer', everyLayer],
  ])('gives what tfjs gives: %s', async (_name, model) => {
    for (const batch of [1, 3]) await expectAgreement(model, batch);
  });

  it('has every type of layer in that test', () => {
    const types = new Set(everyLayer.graph.layers.map(({ type }) => type));
    expect(types.size).toBe(14);
  });

  const small = (...middle: LayerNode[]): ModelDefinition =>
    modelOf(
      [
        ...middle,
        { name: 'pool', type: 'globalMaxPooling2d', config: {} },
        { name: 'softmax', type: 'activation', config: { activation: 'softmax' } },
      ],
      ['a', 'b', 'c'],
    );
  const conv = (config: LayerNode['config']): LayerNode => ({
    name: 'conv',
    type: 'conv2d',
    config: { filters: 3, kernelSize: 3, ...config },
  });

  it.each([
    'linear',
    'relu',
    'relu6',
    'elu',
    'selu',
    'sigmoid',
    'hardSigmoid',
    'tanh',
    'softplus',
    'softsign',
    'softmax',
    'logSoftmax',
    'swish',
    'mish',
    'gelu',
    'gelu_new',
  ])('writes the activation %s', async (activation) => {
    await expectAgreement(small(conv({ activation })), 2);
  });

  it.each([
    [{ padding: 'same', strides: 2, kernelSize: 1 }],
    [{ padding: 'same', strides: 3, kernelSize: [2, 4] }],
    [{ padding: 'same', strides: [1, 2], kernelSize: 5 }],
    [{ padding: 'same', dilationRate: 3 }],
    [{ padding: 'valid', dilationRate: [2, 3] }],
    [{ padding: 'valid', strides: [3, 2], kernelSize: [4, 2] }],
  ])('writes a convolution with %o', async (config) => {
    await expectAgreement(small(conv(config)), 2);
  });

  it('names and sizes its input and output', async () => {
    const session = await InferenceSession.create(writeOnnx(everyLayer), { logSeverityLevel: 3 });
    expect(session.inputMetadata).toMatchObject([
      { name: 'input', type: 'float32', shape: ['batch', 14, 11, 1] },
    ]);
    expect(session.outputMetadata).toMatchObject([
      { name: 'probabilities', type: 'float32', shape: ['batch', 5] },
    ]);
    await session.release();
  });

  it('keeps apart names that would meet', async () => {
    const model = small(
      { name: 'probabilities', type: 'zeroPadding2d', config: { padding: 1 } },
      { name: 'conv/Conv', type: 'activation', config: { activation: 'relu' } },
      conv({ activation: 'relu' }),
      { name: 'conv/Conv/output', type: 'activation', config: { activation: 'relu' } },
    );
    await expectAgreement(model, 1);
  });

  it.each<[string, LayerType, LayerNode['config'], string]>([
    ['an activation', 'conv2d', { filters: 3, kernelSize: 1, activation: 'sine' }, 'the activation "sine"'],
    ['a padding', 'conv2d', { filters: 3, kernelSize: 1, padding: 'causal' }, 'got "causal"'],
    ['an option', 'conv2d', { filters: 3, kernelSize: 1, dataFormat: 'channelsFirst' }, "'dataFormat'"],
    ['an axis', 'batchNormalization', { axis: 1 }, "the option 'axis'"],
  ])('refuses %s that it does not know', (_what, type, config, message) => {
    const model = small(conv({}), { name: 'odd', type, config });
    expect(() => writeOnnx(model)).toThrow(
      expect.objectContaining({
        code: 'FER_GRAPH_INVALID',
        message: expect.stringMatching(`'odd'.*${message}`),
      }),
    );
  });

  it('takes options that matter to training only', () => {
    const training = { kernelInitializer: 'heNormal', kernelRegularizer: null, trainable: false };
    expect(() => writeOnnx(small(conv(training)))).not.toThrow();
  });

  it('refuses a network that lacks a weight, or gives other than its labels', () => {
    const { tensors, ...model } = everyLayer;
    const incomplete = new Map(tensors);
    incomplete.delete('bn1/beta');
    expect(() => writeOnnx({ ...model, tensors: incomplete })).toThrow(
      expect.objectContaining({ code: 'FER_WEIGHTS_MISMATCH', details: { tensor: 'bn1/beta' } }),
    );
    expect(() => writeOnnx({ ...everyLayer, labels: ['a', 'b'] })).toThrow(
      expect.objectContaining({
        code: 'FER_GRAPH_INVALID',
        message: expect.stringContaining(
          'gives [5] for an image and must give one number for each of its 2 labels',
        ),
      }),
    );
  });
});
