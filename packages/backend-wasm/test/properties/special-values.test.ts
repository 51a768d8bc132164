import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomValues, type Values } from '../on-backends.ts';
import { type Conv2D, conv2d, conv2dFilterGradient, conv2dInputGradient } from '../reference/conv2d.ts';
import { type MatMul, matmul } from '../reference/matmul.ts';
import { layOut } from '../reference/window.ts';
import { onWasm, startWasm } from './on-wasm.ts';

/** A layer that is large enough for every algorithm, and one with tails everywhere. */
const convolutions: Conv2D[] = [
  [16, 16, 32, 64],
  [7, 9, 5, 9],
].map(([height, width, inChannels, outChannels]) => ({
  batch: 2,
  window: {
    size: [height!, width!],
    filter: [3, 3],
    strides: [1, 1],
    dilations: [1, 1],
    pad: 'same',
  },
  inChannels: inChannels!,
  outChannels: outChannels!,
}));

function tensorsOf({ batch, window, inChannels, outChannels }: Conv2D) {
  const { out } = layOut(window);
  return {
    x: randomValues([batch, ...window.size, inChannels], 1),
    filter: randomValues([...window.filter, inChannels, outChannels], 2),
    dy: randomValues([batch, ...out, outChannels], 3),
  };
}

const forward = (x: tf.Tensor, filter: tf.Tensor) =>
  tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same');

/** Outputs, and both gradients. */
function all(x: Values, filter: Values, dy: Values): readonly Float32Array[] {
  return onWasm([x, filter, dy], (image, kernel, gradient) => [
    forward(image, kernel),
    ...tf.grads(forward)([image, kernel], gradient),
  ]).outputs;
}

function withValue({ shape, data }: Values, index: number, value: number): Values {
  return { shape, data: data.with(index, value) };
}

function scaled({ shape, data }: Values, factor: number): Values {
  return { shape, data: data.map((value) => value * factor) };
}

const isUsual = (value: number) => Number.isFinite(value);

beforeAll(startWasm);

describe.each(convolutions)('a convolution of $window.size, $inChannels to $outChannels channels', (conv) => {
  const { x, filter, dy } = tensorsOf(conv);
  const imageSize = x.data.length / conv.batch;
  const outImageSize = dy.data.length / conv.batch;

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'hides no %d in its input, and leaves other images alone',
    (value) => {
      const spoilt = withValue(x, imageSize + Math.floor(imageSize / 2), value);
      const [y, dx, dfilter] = all(spoilt, filter, dy);
      const expected = conv2d(conv, spoilt.data, filter.data);
      expected.forEach((exact, index) => {
        if (!isUsual(exact)) expect(y![index]).not.toSatisfy(isUsual);
      });
      expect(y!.subarray(0, outImageSize).every(isUsual)).toBe(true);
      expect(dx!.every(isUsual)).toBe(true);
      conv2dFilterGradient(conv, dy.data, spoilt.data).forEach((exact, index) => {
        if (!isUsual(exact)) expect(dfilter![index]).not.toSatisfy(isUsual);
      });
    },
  );

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('hides no %d in its filter', (value) => {
    const spoilt = withValue(filter, 4 * conv.inChannels * conv.outChannels, value);
    const [y, dx] = all(x, spoilt, dy);
    conv2d(conv, x.data, spoilt.data).forEach((exact, index) => {
      if (!isUsual(exact)) expect(y![index]).not.toSatisfy(isUsual);
    });
    conv2dInputGradient(conv, dy.data, spoilt.data).forEach((exact, index) => {
      if (!isUsual(exact)) expect(dx![index]).not.toSatisfy(isUsual);
    });
    // Channel 0 alone reads that weight.
    expect(y!.every((output, index) => index % conv.outChannels === 0 || isUsual(output))).toBe(true);
  });

  it('computes with denormals', () => {
    const tiny = scaled(x, 2 ** -130);
    const [y] = all(tiny, filter, dy);
    const largest = Math.max(...y!.map(Math.abs));
    expect(largest).toBeGreaterThan(2 ** -130);
    // They are 2^-149 apart. Winograd's transforms scale some of them up by 100.
    const step = 2 ** -149;
    const worst = conv2d(conv, tiny.data, filter.data).reduce(
      (difference, exact, index) => Math.max(difference, Math.abs(exact - y![index]!)),
      0,
    );
    expect(worst / step).toBeLessThan(100 * conv.inChannels);
  });

  it('gives the same bits after the memory has grown', () => {
    const before = all(x, filter, dy);
    const heap = (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm;
    const bytes = heap.HEAPU8.byteLength;
    const ballast = tf.zeros([bytes / 4]);
    expect(heap.HEAPU8.byteLength).toBeGreaterThan(bytes);
    expect(all(x, filter, dy)).toEqual(before);
    ballast.dispose();
  });
});

describe('a product of matrices', () => {
  const product: MatMul = {
    batchA: 1,
    batchB: 1,
    rows: 13,
    depth: 37,
    columns: 21,
    transposeA: false,
    transposeB: false,
  };
  const a = randomValues([13, 37], 1);
  const b = randomValues([37, 21], 2);

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'has %d where the definition has it, and nowhere else',
    (value) => {
      const spoilt = withValue(a, 5 * 37 + 36, value);
      const { outputs } = onWasm([spoilt, b], (left, right) => [tf.matMul(left, right)]);
      matmul(product, spoilt.data, b.data).forEach((exact, index) => {
        if (isUsual(exact)) expect(outputs[0]![index]).toBeCloseTo(exact, 4);
        else expect(outputs[0]![index]).toBe(exact);
      });
    },
  );
});
