import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { fitsConvAlgorithm } from '../src/steps/choose-conv-algorithm.ts';
import { geometryOf } from '../src/tfjs/conv-info.ts';
import { setConvAlgorithm } from '../src/tfjs/conv2d.ts';
import { randomValues, relativeError, runOnBoth } from './on-backends.ts';

type Shape4D = [number, number, number, number];
type Pad = 'same' | 'valid' | number | [[0, 0], [number, number], [number, number], [0, 0]];

interface Case {
  x: Shape4D;
  filter: Shape4D;
  strides: [number, number];
  pad: Pad;
}

const cases: Case[] = [
  { x: [1, 5, 5, 1], filter: [3, 3, 1, 1], strides: [1, 1], pad: 'valid' },
  { x: [2, 12, 11, 1], filter: [5, 5, 1, 64], strides: [1, 1], pad: 'valid' },
  { x: [3, 9, 7, 8], filter: [3, 3, 8, 16], strides: [1, 1], pad: 'same' },
  { x: [2, 7, 9, 8], filter: [3, 3, 8, 9], strides: [2, 2], pad: 'same' },
  { x: [2, 8, 8, 12], filter: [3, 2, 12, 7], strides: [2, 1], pad: 'valid' },
  { x: [1, 6, 5, 3], filter: [3, 3, 3, 5], strides: [1, 1], pad: 'same' },
  { x: [2, 6, 6, 17], filter: [2, 4, 17, 13], strides: [1, 3], pad: 'same' },
  { x: [5, 4, 4, 20], filter: [1, 1, 20, 33], strides: [1, 1], pad: 'valid' },
  { x: [2, 5, 5, 4], filter: [1, 1, 4, 8], strides: [2, 2], pad: 'same' },
  { x: [2, 7, 6, 5], filter: [3, 3, 5, 6], strides: [1, 1], pad: 1 },
  {
    x: [1, 7, 6, 8],
    filter: [3, 3, 8, 8],
    strides: [2, 2],
    pad: [
      [0, 0],
      [2, 0],
      [0, 1],
      [0, 0],
    ],
  },
  { x: [1, 3, 3, 64], filter: [3, 3, 64, 8], strides: [1, 1], pad: 'valid' },
  { x: [4, 18, 18, 64], filter: [3, 3, 64, 64], strides: [1, 1], pad: 'valid' },
];

const name = ({ x, filter, strides, pad }: Case) =>
  `x [${x}] filter [${filter}] strides ${strides} pad ${pad}`;

function outShape({ x, filter, strides, pad }: Case): Shape4D {
  return tf.backend_util.computeConv2DInfo(x, filter, strides, 1, pad as 'same').outShape as Shape4D;
}

describe.each(cases.map((one) => [name(one), one] as const))('convolution %s', (_, one) => {
  const { strides, pad } = one;
  const x = randomValues(one.x, 1);
  const filter = randomValues(one.filter, 2);
  const dy = randomValues(outShape(one), 3);

  it('has the outputs of the cpu backend', async () => {
    const { cpu, wasm, paths } = await runOnBoth([x, filter], (image, kernel) =>
      tf.conv2d(image as tf.Tensor4D, kernel as tf.Tensor4D, strides, pad as 'same'),
    );
    expect(paths.join()).toMatch(/^conv2d_[a-z0-9_]+$/);
    expect(relativeError(wasm, cpu)).toBeLessThan(paths[0]!.includes('winograd') ? 3e-5 : 2e-6);
  });

  it('has the filter gradient of the cpu backend', async () => {
    const { cpu, wasm, paths } = await runOnBoth([x, filter, dy], (image, kernel, gradient) =>
      tf.grad((variable) => tf.conv2d(image as tf.Tensor4D, variable as tf.Tensor4D, strides, pad as 'same'))(
        kernel!,
        gradient,
      ),
    );
    expect(paths.some((path) => path.startsWith('filter_grad_'))).toBe(true);
    expect(relativeError(wasm, cpu)).toBeLessThan(1e-5);
  });

  it('has the input gradient of the cpu backend', async () => {
    const { cpu, wasm, paths } = await runOnBoth([x, filter, dy], (image, kernel, gradient) =>
      tf.grad((variable) =>
        tf.conv2d(variable as tf.Tensor4D, kernel as tf.Tensor4D, strides, pad as 'same'),
      )(image!, gradient),
    );
    expect(paths.some((path) => path.startsWith('input_grad_'))).toBe(true);
    expect(relativeError(wasm, cpu)).toBeLessThan(1e-5);
  });
});

describe('every algorithm that fits', () => {
  afterEach(() => setConvAlgorithm(undefined));

  it.each(['gemm', 'winograd2', 'winograd3', 'winograd4', 'winograd6'] as const)(
    '%s has the outputs of the cpu backend, with bias and activation',
    async (algorithm) => {
      const fitting = cases.filter((one) =>
        fitsConvAlgorithm(
          algorithm,
          geometryOf(tf.backend_util.computeConv2DInfo(one.x, one.filter, one.strides, 1, one.pad as 'same')),
        ),
      );
      expect(fitting.length).toBeGreaterThan(0);
      setConvAlgorithm(algorithm);
      for (const one of fitting) {
        const values = [
          randomValues(one.x, 1),
          randomValues(one.filter, 2),
          randomValues([one.filter[3]], 3),
        ];
        const { cpu, wasm, paths } = await runOnBoth(values, (x, filter, bias) =>
          tf.fused.conv2d({
            x: x as tf.Tensor4D,
            filter: filter as tf.Tensor4D,
            strides: one.strides,
            pad: one.pad as 'same',
            bias: bias!,
            activation: 'relu',
          }),
        );
        expect(paths).toEqual([`conv2d_${algorithm.replace('-', '_')}`]);
        expect(relativeError(wasm, cpu), name(one)).toBeLessThan(3e-5);
      }
    },
  );
});

describe('fused convolution', () => {
  const x = randomValues([2, 7, 6, 6], 1);
  const filter = randomValues([3, 3, 6, 10], 2);
  const bias = randomValues([10], 3);
  const alphas = randomValues([10], 4);

  it.each(['linear', 'relu', 'relu6', 'prelu', 'leakyrelu', 'elu', 'sigmoid'] as const)(
    '%s is that of the cpu backend',
    async (activation) => {
      const { cpu, wasm, paths } = await runOnBoth(
        [x, filter, bias, alphas],
        (image, kernel, offset, slopes) =>
          tf.fused.conv2d({
            x: image as tf.Tensor4D,
            filter: kernel as tf.Tensor4D,
            strides: 1,
            pad: 'same',
            bias: offset!,
            activation,
            ...(activation === 'prelu' ? { preluActivationWeights: slopes! } : {}),
            leakyreluAlpha: 0.3,
          }),
      );
      expect(paths).toEqual(['conv2d_gemm']);
      expect(relativeError(wasm, cpu)).toBeLessThan(2e-6);
    },
  );

  it('leaves PReLU weights that are not one a channel to tfjs', async () => {
    const { cpu, wasm, paths } = await runOnBoth([x, filter, randomValues([1], 5)], (image, kernel, slopes) =>
      tf.fused.conv2d({
        x: image as tf.Tensor4D,
        filter: kernel as tf.Tensor4D,
        strides: 1,
        pad: 'same',
        activation: 'prelu',
        preluActivationWeights: slopes!,
      }),
    );
    expect(paths).toEqual(['FusedConv2D:tfjs']);
    expect(wasm.shape).toEqual(cpu.shape);
  });
});

describe('dilated convolution', () => {
  it.each([
    { x: [2, 9, 8, 8] as Shape4D, filter: [3, 3, 8, 10] as Shape4D, dilation: 2, pad: 'valid' as const },
    { x: [1, 9, 9, 3] as Shape4D, filter: [3, 2, 3, 5] as Shape4D, dilation: 3, pad: 'same' as const },
  ])(
    '$x by $filter, dilation $dilation, $pad has the outputs of the cpu backend',
    async ({ x, filter, dilation, pad }) => {
      const { cpu, wasm, paths } = await runOnBoth(
        [randomValues(x, 4), randomValues(filter, 5)],
        (image, kernel) => tf.conv2d(image as tf.Tensor4D, kernel as tf.Tensor4D, 1, pad, 'NHWC', dilation),
      );
      expect(paths).toEqual(['conv2d_gemm']);
      expect(relativeError(wasm, cpu)).toBeLessThan(2e-6);
    },
  );
});

it('refuses NCHW and names the kernel', async () => {
  await tf.setBackend('wasm');
  const image = tf.zeros<tf.Rank.R4>([1, 2, 5, 5]);
  const kernel = tf.zeros<tf.Rank.R4>([3, 3, 2, 2]);
  expect(() => tf.conv2d(image, kernel, 1, 'valid', 'NCHW')).toThrow(/Conv2D .* NHWC .*channelsFirst/);
  tf.dispose([image, kernel]);
});

it('gives zeros for an empty batch', async () => {
  const { wasm } = await runOnBoth(
    [randomValues([0, 5, 5, 4], 1), randomValues([3, 3, 4, 2], 2), randomValues([0, 3, 3, 2], 3)],
    (x, f, dy) =>
      tf.grad((variable) => tf.conv2d(x as tf.Tensor4D, variable as tf.Tensor4D, 1, 'valid'))(f!, dy),
  );
  expect([...wasm.data]).toEqual(Array(72).fill(0));
});
