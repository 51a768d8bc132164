import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { geometryOf } from '../src/tfjs/conv-info.ts';
import { randomValues, relativeError, runOnBoth } from './on-backends.ts';
import { scalarDepthwiseGradients } from './scalar-depthwise.ts';

type Shape4D = [number, number, number, number];
type Pair = [number, number];

const cases = [
  { x: [1, 5, 5, 1], filter: [3, 3, 1, 1], strides: [1, 1], pad: 'valid', dilations: [1, 1] },
  { x: [2, 7, 6, 16], filter: [3, 3, 16, 1], strides: [1, 1], pad: 'same', dilations: [1, 1] },
  { x: [3, 9, 8, 23], filter: [3, 3, 23, 1], strides: [2, 2], pad: 'same', dilations: [1, 1] },
  { x: [2, 8, 8, 37], filter: [2, 5, 37, 1], strides: [1, 1], pad: 'valid', dilations: [1, 1] },
  { x: [2, 6, 7, 5], filter: [3, 3, 5, 3], strides: [1, 1], pad: 'same', dilations: [1, 1] },
  { x: [1, 9, 9, 20], filter: [3, 3, 20, 1], strides: [1, 1], pad: 'same', dilations: [2, 2] },
  { x: [2, 9, 8, 6], filter: [3, 2, 6, 2], strides: [1, 1], pad: 'valid', dilations: [2, 3] },
  { x: [1, 3, 3, 8], filter: [5, 5, 8, 1], strides: [1, 1], pad: 'same', dilations: [1, 1] },
] as const;

describe.each(cases)('depthwise $x by $filter strides $strides $pad dilations $dilations', (one) => {
  const strides = [...one.strides] as Pair;
  const dilations = [...one.dilations] as Pair;
  const filterShape = [...one.filter] as Shape4D;
  const inputShape = [...one.x] as Shape4D;
  const { pad } = one;
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations,
    pad,
    undefined,
    true,
  );
  const x = randomValues(inputShape, 1);
  const filter = randomValues(filterShape, 2);
  const dy = randomValues(info.outShape, 3);

  const expected = scalarDepthwiseGradients(geometryOf(info), x.data, filter.data, dy.data);
  const attributes = { strides, pad, dilations, dimRoundingMode: undefined };

  it('has the outputs of the cpu backend', async () => {
    const { cpu, wasm, paths } = await runOnBoth([x, filter], (image, kernel) =>
      tf.depthwiseConv2d(image as tf.Tensor4D, kernel as tf.Tensor4D, strides, pad, 'NHWC', dilations),
    );
    expect(paths).toEqual(['depthwise_conv2d']);
    expect(relativeError(wasm, cpu)).toBeLessThan(1e-6);
  });

  // The kernel itself, not tf.grad: tfjs's gradient function refuses dilations before it asks the backend.
  it('has the filter gradient of the definition', async () => {
    const { wasm, paths } = await runOnBoth([x, dy], (image, gradient) =>
      runKernel(
        'DepthwiseConv2dNativeBackpropFilter',
        { x: image!, dy: gradient! },
        { ...attributes, filterShape },
      ),
    );
    expect(paths).toEqual(['depthwise_filter_grad']);
    expect(relativeError(wasm, { shape: filterShape, data: expected.dfilter })).toBeLessThan(2e-6);
  });

  it('has the input gradient of the definition', async () => {
    const { wasm, paths } = await runOnBoth([dy, filter], (gradient, kernel) =>
      runKernel(
        'DepthwiseConv2dNativeBackpropInput',
        { dy: gradient!, filter: kernel! },
        { ...attributes, inputShape },
      ),
    );
    expect(paths).toEqual(['depthwise_input_grad']);
    expect(relativeError(wasm, { shape: inputShape, data: expected.dx })).toBeLessThan(2e-6);
  });
});

it.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'prelu', 'leakyrelu'] as const)(
  'fuses a bias and %s',
  async (activation) => {
    const inputs = [
      randomValues([2, 6, 5, 7], 1),
      randomValues([3, 3, 7, 1], 2),
      randomValues([7], 3),
      randomValues([7], 4),
    ];
    const { cpu, wasm, paths } = await runOnBoth(inputs, (x, filter, bias, alphas) =>
      tf.fused.depthwiseConv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        strides: 1,
        pad: 'same',
        bias: bias!,
        activation,
        ...(activation === 'prelu' ? { preluActivationWeights: alphas! } : {}),
        leakyreluAlpha: 0.3,
      }),
    );
    expect(paths).toContain('depthwise_conv2d');
    expect(relativeError(wasm, cpu)).toBeLessThan(1e-6);
  },
);

it('reaches the kernels from the gradient of tf.depthwiseConv2d', async () => {
  const inputs = [
    randomValues([2, 6, 6, 8], 1),
    randomValues([3, 3, 8, 1], 2),
    randomValues([2, 6, 6, 8], 3),
  ];
  const { cpu, wasm, paths } = await runOnBoth(inputs, (x, filter, dy) => {
    const [dx, dfilter] = tf.grads((image, kernel) =>
      tf.depthwiseConv2d(image as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'same'),
    )([x!, filter!], dy);
    return tf.concat([tf.reshape(dx!, [-1]), tf.reshape(dfilter!, [-1])]);
  });
  expect(paths).toContain('depthwise_filter_grad');
  expect(paths).toContain('depthwise_input_grad');
  expect(relativeError(wasm, cpu)).toBeLessThan(2e-6);
});

function runKernel(name: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap);
}
