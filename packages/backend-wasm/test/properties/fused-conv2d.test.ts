import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { setConvAlgorithm } from '../../src/tfjs/conv2d.ts';
import { randomValues } from '../on-backends.ts';
import { type ActivationName, activations } from '../reference/activations.ts';
import { conv2d } from '../reference/conv2d.ts';
import { disagreement, magnitudes } from './agreement.ts';
import { algorithms, convolutions, largeConvolutions, tensorsOf } from './convolutions.ts';
import { onWasm, startWasm } from './on-wasm.ts';
import { fc } from './settings.ts';
import { tfjsPad } from './windows.ts';

const leakyreluAlpha = 0.3;
const names = Object.keys(activations) as ActivationName[];

beforeAll(startWasm);

afterEach(() => setConvAlgorithm(undefined));

const named = algorithms.map((algorithm) => [algorithm ?? 'the fastest algorithm', algorithm] as const);

describe.each(named)('a convolution by %s', (_, algorithm) => {
  it.each([
    { kind: 'any', shapes: convolutions(3), numRuns: 40 },
    { kind: 'large 3×3', shapes: largeConvolutions, numRuns: 5 },
  ])('takes a bias and any activation with it: $kind', ({ shapes, numRuns }) => {
    setConvAlgorithm(algorithm);
    // The transforms of large tiles round more; with few channels nothing averages it out.
    const tolerance = algorithm === 'winograd6' ? 1e-5 : algorithm === 'winograd4' ? 4e-6 : 2e-6;
    fc.assert(
      fc.property(shapes, fc.constantFrom(...names), fc.boolean(), fc.nat(), (conv, name, hasBias, seed) => {
        const { x, filter } = tensorsOf(conv, seed);
        const bias = randomValues([conv.outChannels], seed + 3);
        const slopes = randomValues([conv.outChannels], seed + 4);
        const { strides, dilations } = conv.window;
        const { outputs, paths } = onWasm([x, filter, bias, slopes], (image, kernel, offset, slope) => [
          tf.fused.conv2d({
            x: image as tf.Tensor4D,
            filter: kernel as tf.Tensor4D,
            strides: strides as [number, number],
            pad: tfjsPad(conv.window),
            dilations: dilations as [number, number],
            ...(hasBias && { bias: offset }),
            activation: name,
            ...(name === 'prelu' && { preluActivationWeights: slope }),
            ...(name === 'leakyrelu' && { leakyreluAlpha }),
          }),
        ]);
        const activate = (sum: number, index: number) => {
          const channel = index % conv.outChannels;
          const parameter = name === 'prelu' ? slopes.data[channel]! : leakyreluAlpha;
          return activations[name](sum + (hasBias ? bias.data[channel]! : 0), parameter);
        };
        const expected = conv2d(conv, x.data, filter.data).map(activate);
        // The bias and the activation are of the size of 1.
        const scale = conv2d(conv, magnitudes(x.data), magnitudes(filter.data)).map((sum) => sum + 1);
        expect(disagreement(outputs[0]!, expected, scale)).toBeLessThan(tolerance);
        expect(paths).toEqual([expect.stringMatching(/^conv2d_/)]);
      }),
      { numRuns },
    );
  });
});

it('adds no bias of rows to the channels', () => {
  const image = randomValues([1, 3, 3, 2], 1);
  const kernel = randomValues([1, 1, 2, 3], 2);
  const rows = randomValues([3, 1], 3);
  // tfjs-backend-wasm takes no such bias; other backends add it to the rows.
  const convolve = () =>
    onWasm([image, kernel, rows], (x, filter, bias) => [
      tf.fused.conv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: 'same', bias }),
    ]);
  expect(convolve).toThrow(/rank-1 bias/);
});
