import { createRandom, EMOTIONS, type LayerNode, type ModelDefinition } from '@fer/core';
import { resolveModel } from '@fer/graph';
import { computeGraph, randomModel, TWO_OUTPUTS } from '@fer/graph/test';
import { ferNet, miniXception, tutorialCnn } from '@fer/model';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { writeOnnx } from './write-onnx.ts';

const INPUT = { width: 11, height: 14, channels: 1, resize: 'bilinear-antialias', range: [-1, 1] } as const;

/** A network with seeded weights. */
function modelOf(
  layers: readonly LayerNode[],
  labels: readonly string[],
  input: ModelDefinition['input'] = INPUT,
): ModelDefinition {
  const inputs = { input: [input.height, input.width, input.channels] };
  return { ...randomModel({ inputs, layers }, labels), input };
}

/** Probabilities by plain loops in double precision. */
function byLoops(model: ModelDefinition, pixels: Float32Array, batch: number): number[] {
  const graph = resolveModel(model);
  const length = pixels.length / batch;
  return Array.from({ length: batch }, (_, image) => {
    const feeds = { input: pixels.subarray(image * length, (image + 1) * length) };
    return Object.values(computeGraph(graph, model.tensors, feeds))[0]!;
  }).flat();
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
  const expected = byLoops(model, pixels, batch);
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
  const named = (architecture: typeof tutorialCnn | typeof miniXception | typeof ferNet): ModelDefinition => {
    const graph = architecture.build(architecture.defaults as never, EMOTIONS.length);
    return modelOf(graph.layers, EMOTIONS, architecture.input);
  };

  it.each([
    ['tutorial-cnn', named(tutorialCnn)],
    ['mini-xception', named(miniXception)],
    ['fer-net', named(ferNet)],
  ])('gives what its layers give: %s', async (_name, model) => {
    for (const batch of [1, 3]) await expectAgreement(model, batch);
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

  it('names and sizes the input and output of a classifier', async () => {
    const model = named(tutorialCnn);
    const session = await InferenceSession.create(writeOnnx(model), { logSeverityLevel: 3 });
    expect(session.inputMetadata).toMatchObject([
      { name: 'input', type: 'float32', shape: ['batch', 48, 48, 1] },
    ]);
    expect(session.outputMetadata).toMatchObject([
      { name: 'probabilities', type: 'float32', shape: ['batch', 7] },
    ]);
    await session.release();
  });

  it('names and sizes the outputs of any other network', async () => {
    const session = await InferenceSession.create(writeOnnx(randomModel(TWO_OUTPUTS.graph)), {
      logSeverityLevel: 3,
    });
    expect(session.outputMetadata).toMatchObject([
      { name: 'scores', type: 'float32', shape: ['batch', 6] },
      { name: 'boxes', type: 'float32', shape: ['batch', 20, 4] },
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

  it('refuses a network that lacks a weight, or gives other than its labels', () => {
    const { tensors, ...model } = named(miniXception);
    const incomplete = new Map(tensors);
    incomplete.delete('bn1/beta');
    expect(() => writeOnnx({ ...model, tensors: incomplete })).toThrow(
      expect.objectContaining({ code: 'FER_WEIGHTS_MISMATCH', details: { tensor: 'bn1/beta' } }),
    );
    expect(() => writeOnnx({ ...model, tensors, labels: ['a', 'b'] })).toThrow(
      expect.objectContaining({
        code: 'FER_GRAPH_INVALID',
        message: expect.stringContaining('must give 2 probabilities, one a label, but gives'),
      }),
    );
  });
});
