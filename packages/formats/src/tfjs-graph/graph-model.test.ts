import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type ForeignModel, sizeOf } from '@fer/core';
import { weightsFormatContract } from '@fer/core/test';
import { resolveGraph } from '@fer/graph';
import { computeGraph } from '@fer/graph/test';
import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { env, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { compute, largestDifference } from '../../test/compute.ts';
import { describeFile } from '../describe-file.ts';
import { importWeights } from '../import-weights.ts';
import { ANY_INPUT } from '../onnx/__fixtures__/agreement.ts';
import {
  graphFiles,
  integers,
  randoms,
  type WrittenGraph,
  type WrittenNode,
} from './__fixtures__/graph-files.ts';
import { tfjsGraph } from './graph-model.ts';

// Or it advises against its own backend.
env().set('IS_TEST', true);

type Files = ReadonlyMap<string, Uint8Array>;

function read(files: Files, options = {}): Promise<ForeignModel> {
  const names = [...files.keys()];
  return tfjsGraph.read({ names, read: async (name) => files.get(name)! }, { maxBytes: 2 ** 28, ...options });
}

function pixelsOf(shape: readonly number[]): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, (_, i) => 2 * Math.sin(i * 1.7) + 0.3);
}

/** What TensorFlow.js itself computes. */
async function byConverter(files: Files, shape: readonly number[]): Promise<Float32Array[]> {
  const model = JSON.parse(new TextDecoder().decode(files.get('model.json')));
  const { modelTopology, weightsManifest, signature, userDefinedMetadata } = model;
  const [{ paths, weights }] = weightsManifest;
  const weightData = files.get(paths[0])!.slice().buffer;
  const artifacts = { modelTopology, weightSpecs: weights, weightData, signature, userDefinedMetadata };
  const network = await loadGraphModel({ load: async () => artifacts as never });
  const { outputs } = signature ?? userDefinedMetadata.signature;
  const names = Object.values<{ name: string }>(outputs).map(({ name }) => name);
  const results = network.execute(tensor(pixelsOf(shape), [1, ...shape]), names);
  return [results].flat().map((result: Tensor) => result.dataSync() as Float32Array);
}

/** Reads a graph, and demands that it gives by plain loops what TensorFlow.js gives. */
async function expectAgreement(written: WrittenGraph): Promise<ForeignModel> {
  const { files } = graphFiles(written);
  const model = await read(files);
  const expected = await byConverter(files, model.inputShape);
  const resolved = resolveGraph(model.graph, ANY_INPUT);
  const given = computeGraph(resolved, model.tensors, { input: pixelsOf(model.inputShape) });
  for (const [index, name] of model.graph.outputs!.entries()) {
    expect(largestDifference(given[name]!, expected[index]!)).toBeLessThan(1e-5);
  }
  return model;
}

const node = (
  op: string,
  inputs: readonly string[],
  attributes: WrittenNode['attributes'] = {},
): WrittenNode => ({
  op,
  inputs,
  attributes,
});

const WINDOW = {
  strides: [1, 1, 1, 1],
  dilations: [1, 1, 1, 1],
  padding: 'VALID',
  data_format: 'NHWC',
} as const;
const KERNEL = { k: randoms([3, 3, 3, 4]), b: randoms([4]) };
const fused = (...names: string[]) => ({ ...WINDOW, fused_ops: names, num_args: { i: 1 } });

/** By what is in them that others have not. */
const CASES: { readonly [name: string]: WrittenGraph } = {
  'a plain convolution': {
    nodes: { y: node('Conv2D', ['x', 'k'], WINDOW) },
    tensors: { k: randoms([3, 2, 3, 2]) },
  },
  'strides with the odd row last': {
    nodes: { y: node('Conv2D', ['x', 'k'], { ...WINDOW, strides: [1, 2, 2, 1], padding: 'SAME' }) },
    tensors: { k: randoms([3, 3, 3, 2]) },
  },
  'zeros of its own around': {
    nodes: {
      y: node('Conv2D', ['x', 'k'], {
        ...WINDOW,
        padding: 'EXPLICIT',
        explicit_paddings: [0, 0, 1, 2, 0, 1, 0, 0],
      }),
    },
    tensors: { k: randoms([3, 3, 3, 2]) },
  },
  dilations: {
    nodes: { y: node('Conv2D', ['x', 'k'], { ...WINDOW, dilations: [1, 2, 2, 1] }) },
    tensors: { k: randoms([2, 2, 3, 2]) },
  },
  'a fused bias': { nodes: { y: node('_FusedConv2D', ['x', 'k', 'b'], fused('BiasAdd')) }, tensors: KERNEL },
  'a fused ReLU': {
    nodes: { y: node('_FusedConv2D', ['x', 'k', 'b'], fused('BiasAdd', 'Relu')) },
    tensors: KERNEL,
  },
  'a fused ReLU6': {
    nodes: { y: node('_FusedConv2D', ['x', 'k', 'b'], fused('BiasAdd', 'Relu6')) },
    tensors: KERNEL,
  },
  'a fused ELU': {
    nodes: { y: node('_FusedConv2D', ['x', 'k', 'b'], fused('BiasAdd', 'Elu')) },
    tensors: KERNEL,
  },
  'a fused leaky ReLU': {
    nodes: {
      y: node('_FusedConv2D', ['x', 'k', 'b'], {
        ...fused('BiasAdd', 'LeakyRelu'),
        leakyrelu_alpha: { f: 0.3 },
      }),
    },
    tensors: KERNEL,
  },
  'a fused PReLU': {
    nodes: {
      y: node('_FusedConv2D', ['x', 'k', 'b', 'a'], { ...fused('BiasAdd', 'Prelu'), num_args: { i: 2 } }),
    },
    tensors: { ...KERNEL, a: randoms([1, 1, 4]) },
  },
  'one filter a channel': {
    nodes: { y: node('DepthwiseConv2dNative', ['x', 'k'], { ...WINDOW, padding: 'SAME' }) },
    tensors: { k: randoms([3, 3, 3, 2]) },
  },
  'one filter a channel, fused': {
    nodes: { y: node('FusedDepthwiseConv2dNative', ['x', 'k', 'b'], fused('BiasAdd', 'Relu6')) },
    tensors: { k: randoms([3, 3, 3, 1]), b: randoms([3]) },
  },
  'a bias apart': {
    nodes: { c: node('Conv2D', ['x', 'k'], WINDOW), y: node('BiasAdd', ['c', 'b'], { data_format: 'NHWC' }) },
    tensors: KERNEL,
  },
  'a normalisation': {
    nodes: {
      y: node('FusedBatchNormV3', ['x', 's', 'o', 'm', 'v'], {
        epsilon: { f: 0.001 },
        is_training: false,
        data_format: 'NHWC',
      }),
    },
    tensors: { s: randoms([3]), o: randoms([3], 0, 1), m: randoms([3], -2, 2), v: randoms([3], 0.5, 1.5) },
  },
  'a normalisation that became a product and a sum': {
    nodes: { p: node('Mul', ['x', 's']), y: node('AddV2', ['p', 'o']) },
    tensors: { s: randoms([3]), o: randoms([1, 1, 1, 3]) },
  },
  'a constant less, and less a constant': {
    nodes: { d: node('Sub', ['x', 'a']), e: node('Sub', ['b', 'd']), y: node('RealDiv', ['e', 'b']) },
    tensors: { a: { shape: [], data: [0.7] }, b: randoms([3], 1, 2) },
  },
  'the other sign': { nodes: { y: node('Neg', ['x']) } },
  ...Object.fromEntries(
    ['Relu', 'Relu6', 'Elu', 'Selu', 'Sigmoid', 'Tanh', 'Softplus', 'Softmax', 'LogSoftmax'].map((op) => [
      op,
      {
        nodes: { r: node('Mean', ['x', 'axes'], { keep_dims: false }), y: node(op, ['r']) },
        tensors: { axes: integers(1, 2) },
      },
    ]),
  ),
  'a leaky ReLU': { nodes: { y: node('LeakyRelu', ['x'], { alpha: { f: 0.15 } }) } },
  'a PReLU': { nodes: { y: node('Prelu', ['x', 'a']) }, tensors: { a: randoms([1, 1, 3]) } },
  'a ReLU6 of old Keras': {
    nodes: { r: node('Relu', ['x']), m: node('Minimum', ['r', 'six']), y: node('Maximum', ['m', 'zero']) },
    tensors: { six: { shape: [], data: [6] }, zero: { shape: [], data: [0] } },
  },
  swish: { nodes: { s: node('Sigmoid', ['x']), y: node('Mul', ['x', 's']) } },
  'hard swish': {
    nodes: {
      a: node('AddV2', ['x', 'three']),
      r: node('Relu6', ['a']),
      g: node('Mul', ['r', 'sixth']),
      y: node('Mul', ['x', 'g']),
    },
    tensors: { three: { shape: [], data: [3] }, sixth: { shape: [], data: [1 / 6] } },
  },
  'squeeze and excitation': {
    nodes: {
      m: node('Mean', ['x', 'axes'], { keep_dims: true }),
      c: node('Conv2D', ['m', 'k'], WINDOW),
      s: node('Sigmoid', ['c']),
      y: node('Mul', ['s', 'x']),
    },
    tensors: { axes: integers(-3, -2), k: randoms([1, 1, 3, 3]) },
  },
  'sums of several': { nodes: { r: node('Relu', ['x']), y: node('AddN', ['x', 'r', 'x']) } },
  'the larger of two': { nodes: { n: node('Neg', ['x']), y: node('Maximum', ['x', 'n']) } },
  pools: {
    nodes: {
      p: node('MaxPool', ['x'], { ...WINDOW, ksize: [1, 2, 2, 1] }),
      y: node('AvgPool', ['p'], { ...WINDOW, ksize: [1, 3, 3, 1], strides: [1, 2, 2, 1], padding: 'SAME' }),
    },
  },
  'the largest of each channel': {
    nodes: { y: node('Max', ['x', 'axes'], { keep_dims: false }) },
    tensors: { axes: integers(2, 1) },
  },
  'zeros around, and more channels': {
    nodes: { y: node('Pad', ['x', 'p']) },
    tensors: { p: { shape: [4, 2], dtype: 'int32', data: [0, 0, 1, 2, 0, 1, 0, 4] } },
  },
  'channels one after the other': {
    nodes: { r: node('Relu', ['x']), y: node('ConcatV2', ['x', 'r', 'axis']) },
    tensors: { axis: { shape: [], dtype: 'int32', data: [3] } },
  },
  'axes turned': { nodes: { y: node('Transpose', ['x', 'p']) }, tensors: { p: integers(0, 3, 1, 2) } },
  'a flatten and a product': {
    nodes: {
      f: node('Reshape', ['x', 'to']),
      y: node('_FusedMatMul', ['f', 'w', 'b'], { fused_ops: ['BiasAdd', 'Relu'], num_args: { i: 1 } }),
    },
    tensors: { to: integers(-1, 90), w: randoms([90, 4]), b: randoms([4]) },
  },
  'a product by what is turned': {
    nodes: { f: node('Reshape', ['x', 'to']), y: node('MatMul', ['f', 'w'], { transpose_b: true }) },
    tensors: { to: integers(-1, 90), w: randoms([4, 90]) },
  },
  'sizes that are found out': {
    nodes: {
      s: node('Shape', ['x'], { out_type: 'DT_INT32' }),
      n: node('StridedSlice', ['s', 'zero', 'one', 'one'], { shrink_axis_mask: { i: 1 } }),
      t: node('Pack', ['n', 'rest', 'three'], { axis: { i: 0 }, N: { i: 3 } }),
      y: node('Reshape', ['x', 't']),
    },
    tensors: {
      zero: integers(0),
      one: integers(1),
      rest: { shape: [], dtype: 'int32', data: [30] },
      three: { shape: [], dtype: 'int32', data: [3] },
    },
  },
  'axes of size 1 put in and left out': {
    nodes: {
      m: node('Mean', ['x', 'axes'], { keep_dims: true }),
      s: node('Squeeze', ['m'], { squeeze_dims: [1, 2] }),
      y: node('ExpandDims', ['s', 'one']),
    },
    tensors: { axes: integers(1, 2), one: { shape: [], dtype: 'int32', data: [1] } },
  },
  'two outputs, and nodes that none of them needs': {
    nodes: {
      a: node('Relu', ['x']),
      b: node('Neg', ['x']),
      c: node('Tanh', ['b']),
      d: node('Identity', ['a']),
    },
    outputs: ['c', 'd'],
  },
};

describe('a graph model', () => {
  it.each(Object.entries(CASES))('gives what tfjs-converter gives: %s', async (_name, written) => {
    await expectAgreement(written);
  });

  it('has a bias in the layer whose sums it moves, activations in one, and nothing that is not needed', async () => {
    const types = async (name: string) =>
      (await expectAgreement(CASES[name]!)).graph.layers.map(({ type, config }) => config.activation ?? type);
    expect(await types('a bias apart')).toEqual(['conv2d']);
    expect(await types('swish')).toEqual(['swish']);
    expect(await types('two outputs, and nodes that none of them needs')).toEqual([
      'relu',
      'batchNormalization',
      'tanh',
    ]);
  });

  for (const { name, run } of weightsFormatContract(tfjsGraph, {
    files: graphFiles(CASES['a flatten and a product']!).files,
  })) {
    it(name, run);
  }

  it('comes in as weights, as a converter wrote it', async () => {
    const models = join(createRequire(import.meta.url).resolve('@vladmandic/human'), '../../models');
    const names = { 'emotion.json': 'model.json', 'emotion.bin': 'emotion.bin' };
    const files = new Map(
      Object.entries(names).map(([from, to]) => [to, new Uint8Array(readFileSync(join(models, from)))]),
    );
    expect(await describeFile(files)).toMatchObject({ format: 'tfjs-graph', inputShape: [64, 64, 1] });
    const weights = await importWeights(files, { input: 'xception-pm1' });
    const shape = [64, 64, 1];
    const [expected] = await byConverter(files, shape);
    const given = compute(
      { graph: weights.graph!, tensors: weights.tensors },
      weights.input,
      pixelsOf(shape),
    );
    expect(largestDifference(given, expected!)).toBeLessThan(1e-5);
  });
});

describe('is refused, by the name of the node', () => {
  const FLAT = { f: node('Reshape', ['x', 'to']) };
  const refused: [string, WrittenGraph, string, RegExp][] = [
    [
      'another operation',
      { nodes: { y: node('ResizeBilinear', ['x']) } },
      'FER_GRAPH_UNSUPPORTED',
      /'y' \(ResizeBilinear\)/,
    ],
    [
      'another order',
      { nodes: { y: node('Conv2D', ['x', 'k'], { ...WINDOW, data_format: 'NCHW' }) }, tensors: KERNEL },
      'FER_GRAPH_UNSUPPORTED',
      /'y' .*NCHW/,
    ],
    [
      'another fused operation',
      { nodes: { y: node('_FusedConv2D', ['x', 'k', 'b'], fused('BiasAdd', 'Tan')) }, tensors: KERNEL },
      'FER_GRAPH_UNSUPPORTED',
      /'y' .*Tan/,
    ],
    [
      'a kernel for other channels',
      { nodes: { y: node('Conv2D', ['x', 'k'], WINDOW) }, tensors: { k: randoms([3, 3, 2, 4]) } },
      'FER_WEIGHTS_MISMATCH',
      /\[3,3,2,4\] for 'y\/kernel'/,
    ],
    [
      'a matrix for another length',
      {
        nodes: { ...FLAT, y: node('MatMul', ['f', 'w']) },
        tensors: { to: integers(-1, 90), w: randoms([91, 2]) },
      },
      'FER_WEIGHTS_MISMATCH',
      /\[91,2\] for 'y\/kernel'/,
    ],
    [
      'shapes that do not fit',
      {
        nodes: {
          p: node('MaxPool', ['x'], { ...WINDOW, ksize: [1, 2, 2, 1] }),
          y: node('AddV2', ['x', 'p']),
        },
      },
      'FER_GRAPH_UNSUPPORTED',
      /'y' \(AddV2\).*equal/,
    ],
    [
      'another output than the first',
      { nodes: { r: node('Relu', ['x']), y: node('Neg', ['r:1']) } },
      'FER_GRAPH_UNSUPPORTED',
      /'y' .*'r:1'/,
    ],
    [
      'a mean over channels',
      { nodes: { y: node('Mean', ['x', 'axes']) }, tensors: { axes: integers(3) } },
      'FER_GRAPH_UNSUPPORTED',
      /'y' \(Mean\)/,
    ],
    [
      'a batch of two',
      { nodes: { y: node('Reshape', ['x', 'to']) }, tensors: { to: integers(2, 45) } },
      'FER_GRAPH_UNSUPPORTED',
      /'y' .*batch/,
    ],
    [
      'two inputs',
      { nodes: { z: node('Placeholder', []), y: node('Neg', ['x']) } },
      'FER_GRAPH_UNSUPPORTED',
      /'z' .*2 inputs/,
    ],
    [
      'a node that is not there',
      { nodes: { y: node('Neg', ['gone']) } },
      'FER_WEIGHTS_CORRUPT',
      /'y' that reads 'gone'/,
    ],
    [
      'nodes that read each other',
      { nodes: { r: node('AddV2', ['x', 'y']), y: node('Neg', ['r']) } },
      'FER_GRAPH_UNSUPPORTED',
      /belongs to a loop/,
    ],
    [
      'a weight that is not finite',
      { nodes: { y: node('Mul', ['x', 's']) }, tensors: { s: { shape: [3], data: [1, Number.NaN, 1] } } },
      'FER_WEIGHTS_CORRUPT',
      /'y\/gamma'/,
    ],
    [
      'a picture of open size',
      { input: [-1, -1, 3], nodes: { y: node('Neg', ['x']) } },
      'FER_GRAPH_UNSUPPORTED',
      /inputShape/,
    ],
    [
      'channels without an end',
      {
        nodes: { p: node('Pad', ['x', 'p0']), y: node('Neg', ['p']) },
        tensors: { p0: { shape: [4, 2], dtype: 'int32', data: [0, 0, 0, 0, 0, 0, 0, 2 ** 24] } },
      },
      'FER_GRAPH_UNSUPPORTED',
      /more numbers/,
    ],
  ];
  it.each(refused)('%s', async (_name, written, code, message) => {
    await expect(read(graphFiles(written).files)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('but for an open size that is given', async () => {
    const { files } = graphFiles({ input: [-1, -1, 3], nodes: { y: node('Neg', ['x']) } });
    expect(await read(files, { inputShape: [4, 5, 3] })).toMatchObject({ inputShape: [4, 5, 3] });
  });
});
