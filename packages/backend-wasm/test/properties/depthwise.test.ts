import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomValues } from '../on-backends.ts';
import {
  type Depthwise,
  depthwise,
  depthwiseFilterGradient,
  depthwiseInputGradient,
} from '../reference/depthwise.ts';
import { layOut } from '../reference/window.ts';
import { disagreement, magnitudes } from './agreement.ts';
import { onWasm, startWasm } from './on-wasm.ts';
import { fc } from './settings.ts';
import { channels, tfjsPad, windows, windows3x3 } from './windows.ts';

const tolerance = 2e-6;

const convolutions: fc.Arbitrary<Depthwise> = fc.record({
  batch: fc.integer({ min: 1, max: 4 }),
  window: fc.oneof(windows3x3, windows({ largestFilter: 5, largestDilation: 3 })),
  channels,
  multiplier: fc.constantFrom(1, 1, 1, 2, 3),
});

function tensorsOf({ batch, window, channels: count, multiplier }: Depthwise, seed: number) {
  const { out } = layOut(window);
  return {
    x: randomValues([batch, ...window.size, count], seed),
    filter: randomValues([...window.filter, count, multiplier], seed + 1),
    dy: randomValues([batch, ...out, count * multiplier], seed + 2),
  };
}

function apply({ window }: Depthwise, x: tf.Tensor, filter: tf.Tensor): tf.Tensor {
  return tf.depthwiseConv2d(
    x as tf.Tensor4D,
    filter as tf.Tensor4D,
    window.strides as [number, number],
    tfjsPad(window),
    'NHWC',
    window.dilations as [number, number],
  );
}

/** dx and dfilter from the kernels themselves: tfjs's gradient refuses dilations before it asks them. */
function gradients({ window }: Depthwise, x: tf.Tensor, filter: tf.Tensor, dy: tf.Tensor): tf.Tensor[] {
  const { strides, dilations } = window;
  const attrs = { strides, dilations, pad: tfjsPad(window) } as unknown as tf.NamedAttrMap;
  return [
    tf
      .engine()
      .runKernel('DepthwiseConv2dNativeBackpropInput', { dy, filter }, { ...attrs, inputShape: x.shape }),
    tf
      .engine()
      .runKernel('DepthwiseConv2dNativeBackpropFilter', { x, dy }, { ...attrs, filterShape: filter.shape }),
  ];
}

beforeAll(startWasm);

describe('a depthwise convolution of any shape', () => {
  it('has the outputs of the definition', () => {
    fc.assert(
      fc.property(convolutions, fc.nat(), (conv, seed) => {
        const { x, filter } = tensorsOf(conv, seed);
        const { outputs } = onWasm([x, filter], (...tensors) => [apply(conv, ...tensors)]);
        const expected = depthwise(conv, x.data, filter.data);
        const scale = depthwise(conv, magnitudes(x.data), magnitudes(filter.data));
        expect(disagreement(outputs[0]!, expected, scale)).toBeLessThan(tolerance);
      }),
    );
  });

  it('has the gradients of the definition', () => {
    fc.assert(
      fc.property(convolutions, fc.nat(), (conv, seed) => {
        const { x, filter, dy } = tensorsOf(conv, seed);
        const { outputs, paths } = onWasm([x, filter, dy], (...tensors) => gradients(conv, ...tensors));
        const [absoluteX, absoluteFilter, absoluteDy] = [x, filter, dy].map(({ data }) => magnitudes(data));
        expect(
          disagreement(
            outputs[0]!,
            depthwiseInputGradient(conv, dy.data, filter.data),
            depthwiseInputGradient(conv, absoluteDy!, absoluteFilter!),
          ),
        ).toBeLessThan(tolerance);
        expect(
          disagreement(
            outputs[1]!,
            depthwiseFilterGradient(conv, dy.data, x.data),
            depthwiseFilterGradient(conv, absoluteDy!, absoluteX!),
          ),
        ).toBeLessThan(tolerance);
        expect(paths.filter((path) => path.endsWith(':tfjs'))).toEqual([]);
        expect(paths.length).toBeGreaterThanOrEqual(2);
      }),
    );
  });
});
