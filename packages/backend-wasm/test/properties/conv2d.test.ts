import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Conv2D, conv2d, conv2dFilterGradient, conv2dInputGradient } from '../reference/conv2d.ts';
import { disagreement, magnitudes } from './agreement.ts';
import { convolutions, largeConvolutions, tensorsOf } from './convolutions.ts';
import { onWasm, startWasm } from './on-wasm.ts';
import { fc } from './settings.ts';
import { tfjsPad } from './windows.ts';

const tolerance = 2e-6;
function apply({ window }: Conv2D, x: tf.Tensor, filter: tf.Tensor): tf.Tensor {
  const { strides, dilations } = window;
  return tf.conv2d(
    x as tf.Tensor4D,
    filter as tf.Tensor4D,
    strides as [number, number],
    tfjsPad(window),
    'NHWC',
    dilations as [number, number],
  );
}

beforeAll(startWasm);

const seenPaths = new Set<string>();

describe('a convolution of any shape', () => {
  it.each([
    { kind: 'any', shapes: convolutions(3), numRuns: 80 },
    { kind: 'large 3×3', shapes: largeConvolutions, numRuns: 12 },
  ])('has the outputs of the definition: $kind', ({ shapes, numRuns }) => {
    fc.assert(
      fc.property(shapes, fc.nat(), (conv, seed) => {
        const { x, filter } = tensorsOf(conv, seed);
        const { outputs, paths } = onWasm([x, filter], (...tensors) => [apply(conv, ...tensors)]);
        const expected = conv2d(conv, x.data, filter.data);
        const scale = conv2d(conv, magnitudes(x.data), magnitudes(filter.data));
        expect(paths).toEqual([expect.stringMatching(/^conv2d_/)]);
        // The transforms of large tiles round more; with few channels nothing averages it out.
        const allowed = paths[0] === 'conv2d_winograd6' ? 1e-5 : 2 * tolerance;
        expect(disagreement(outputs[0]!, expected, scale)).toBeLessThan(
          paths[0]!.includes('winograd') ? allowed : tolerance,
        );
        seenPaths.add(paths[0]!);
      }),
      { numRuns },
    );
  });

  it.each([
    { kind: 'any', shapes: convolutions(1), numRuns: 80 },
    { kind: 'large 3×3', shapes: largeConvolutions, numRuns: 12 },
  ])('has the gradients of the definition: $kind', ({ shapes, numRuns }) => {
    fc.assert(
      fc.property(shapes, fc.nat(), (conv, seed) => {
        const { x, filter, dy } = tensorsOf(conv, seed);
        const { outputs, paths } = onWasm([x, filter, dy], (image, kernel, gradient) =>
          tf.grads((a, b) => apply(conv, a, b))([image, kernel], gradient),
        );
        const [absoluteX, absoluteFilter, absoluteDy] = [x, filter, dy].map(({ data }) => magnitudes(data));
        expect(
          disagreement(
            outputs[0]!,
            conv2dInputGradient(conv, dy.data, filter.data),
            conv2dInputGradient(conv, absoluteDy!, absoluteFilter!),
          ),
        ).toBeLessThan(tolerance);
        expect(
          disagreement(
            outputs[1]!,
            conv2dFilterGradient(conv, dy.data, x.data),
            conv2dFilterGradient(conv, absoluteDy!, absoluteX!),
          ),
        ).toBeLessThan(tolerance);
        for (const path of paths) seenPaths.add(path);
        expect(paths.filter((path) => path.endsWith(':tfjs'))).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('took every algorithm on the way', () => {
    // The other sizes of tiles are rarely the fastest: fused-conv2d.test.ts asks for them.
    expect([...seenPaths]).toEqual(
      expect.arrayContaining([
        ...['conv2d_gemm', 'conv2d_winograd6'],
        ...['input_grad_gemm', 'input_grad_winograd4'],
        ...['filter_grad_gemm', 'filter_grad_few_channels', 'filter_grad_winograd4'],
      ]),
    );
  });
});
