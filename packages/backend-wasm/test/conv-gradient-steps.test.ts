import { describe, expect, it } from 'vitest';
import type { ConvGeometry } from '../src/conv-geometry.ts';
import type { Step } from '../src/engine/step.ts';
import {
  chooseFilterGrad,
  chooseInputGrad,
  type FilterGradAlgorithm,
  fitsConvGradient,
  type InputGradAlgorithm,
} from '../src/steps/choose-conv-gradient.ts';
import { filterGradient } from '../src/steps/filter-grad.ts';
import { inputGradient } from '../src/steps/input-grad.ts';
import { randomFloats } from './random-floats.ts';
import { type Conv2D, conv2dFilterGradient, conv2dInputGradient } from './reference/conv2d.ts';
import { layOut } from './reference/window.ts';
import { createStepMemory } from './step-memory.ts';

type Window = Conv2D['window'];

function conv(
  batch: number,
  size: readonly [number, number],
  inChannels: number,
  outChannels: number,
  window: Partial<Window> = {},
): Conv2D {
  return {
    batch,
    inChannels,
    outChannels,
    window: { size, filter: [3, 3], strides: [1, 1], dilations: [1, 1], pad: 'valid', ...window } as Window,
  };
}

const cases: readonly Conv2D[] = [
  conv(1, [3, 3], 1, 1),
  conv(1, [6, 6], 4, 8),
  conv(3, [7, 10], 5, 9, { pad: 'same' }),
  conv(2, [9, 5], 16, 24),
  conv(2, [5, 5], 17, 30, { pad: 'same' }),
  conv(37, [5, 5], 12, 20),
  conv(9, [7, 7], 64, 128),
  conv(5, [5, 5], 128, 131),
  conv(1, [20, 19], 33, 7, { pad: 'same' }),
  conv(2, [1, 2], 3, 4, { pad: 'same' }),
  conv(2, [11, 8], 8, 12, { strides: [2, 3], pad: 'same' }),
  conv(2, [12, 9], 6, 10, { filter: [2, 4], strides: [1, 2] }),
  conv(2, [13, 11], 8, 5, { dilations: [2, 3] }),
  conv(2, [9, 9], 3, 6, { dilations: [3, 1], pad: 'same' }),
  conv(20, [7, 6], 20, 33, { filter: [1, 1] }),
  conv(2, [8, 8], 8, 16, { filter: [1, 1], strides: [2, 2] }),
  conv(3, [16, 70], 1, 13, { filter: [5, 5] }),
  conv(2, [12, 12], 1, 64, { filter: [5, 5], strides: [2, 2], pad: 'same' }),
  conv(17, [9, 130], 3, 32, { filter: [3, 2], pad: 'same' }),
  conv(2, [9, 9], 1, 6, { filter: [1, 7] }),
  conv(2, [10, 10], 2, 4, { filter: [4, 3], pad: 'same' }),
  conv(1, [8, 9], 4, 3, { filter: [2, 1] }),
];

const geometryOf = ({ batch, window, inChannels, outChannels }: Conv2D): ConvGeometry => {
  const { out, before } = layOut(window);
  return {
    batch,
    inHeight: window.size[0],
    inWidth: window.size[1],
    inChannels,
    outHeight: out[0],
    outWidth: out[1],
    outChannels,
    filterHeight: window.filter[0],
    filterWidth: window.filter[1],
    strideHeight: window.strides[0],
    strideWidth: window.strides[1],
    dilationHeight: window.dilations[0],
    dilationWidth: window.dilations[1],
    padTop: before[0],
    padLeft: before[1],
  };
};

const nameOf = ({ batch, window, inChannels, outChannels }: Conv2D) =>
  `[${batch},${window.size},${inChannels}] by [${window.filter}] to ${outChannels}, strides ${window.strides}, ` +
  `dilations ${window.dilations}, ${window.pad}`;

/** The largest error, as a share of the largest result: rounding of float32, and what the transforms add to it. */
const tolerances: Readonly<Record<FilterGradAlgorithm, number>> = {
  gemm: 1e-6,
  'few-channels': 1e-6,
  winograd2: 3e-6,
  winograd4: 3e-5,
};

function error(actual: Float32Array, expected: Float64Array): number {
  const largest = (values: Float64Array) =>
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest(expected.map((value, index) => actual[index]! - value)) / largest(expected);
}

interface Run {
  readonly workspaceFloats: number;
  steps(out: number, workspace: number): Step[];
}

/** Runs steps in order, and again in reverse on several scratches, which must not change a bit. */
async function results(
  prepare: (put: (values: Float32Array) => number) => Run,
  outFloats: number,
): Promise<Float32Array> {
  const memory = await createStepMemory(512);
  const { workspaceFloats, steps } = prepare((values) => memory.put(values));
  const [out, reversed] = [memory.room(outFloats), memory.room(outFloats)];
  const workspaces = [memory.room(workspaceFloats), memory.room(workspaceFloats)];
  memory.run(...steps(out, workspaces[0]!));
  memory.runReversed(...steps(reversed, workspaces[1]!));
  memory.assertFences();
  const result = memory.floats(out, outFloats).slice();
  expect(memory.floats(reversed, outFloats)).toEqual(result);
  return result;
}

const filterAlgorithms = Object.keys(tolerances) as FilterGradAlgorithm[];

describe.each(filterAlgorithms)('the gradient by the filter, %s', (algorithm) => {
  const fitting = cases.filter((one) => fitsConvGradient(algorithm, geometryOf(one)));

  it.each(fitting.map((one) => [nameOf(one), one] as const))('%s', async (_name, one) => {
    const geometry = geometryOf(one);
    const x = randomFloats(one.batch * one.window.size[0] * one.window.size[1] * one.inChannels, 1);
    const dy = randomFloats(one.batch * geometry.outHeight * geometry.outWidth * one.outChannels, 2);
    const expected = conv2dFilterGradient(one, dy, x);
    const actual = await results((put) => {
      const { workspaceFloats, steps } = filterGradient(geometry, algorithm);
      const at = { x: put(x), dy: put(dy) };
      return { workspaceFloats, steps: (dfilter, workspace) => steps({ ...at, dfilter, workspace }) };
    }, expected.length);
    expect(error(actual, expected)).toBeLessThan(tolerances[algorithm]);
  });
});

const inputAlgorithms: readonly InputGradAlgorithm[] = ['gemm', 'winograd2', 'winograd4'];

describe.each(inputAlgorithms)('the gradient by the input, %s', (algorithm) => {
  const fitting = cases.filter((one) => fitsConvGradient(algorithm, geometryOf(one)));

  it.each(fitting.map((one) => [nameOf(one), one] as const))('%s', async (_name, one) => {
    const geometry = geometryOf(one);
    const { window, inChannels, outChannels } = one;
    const filter = randomFloats(window.filter[0] * window.filter[1] * inChannels * outChannels, 1);
    const dy = randomFloats(one.batch * geometry.outHeight * geometry.outWidth * outChannels, 2);
    const expected = conv2dInputGradient(one, dy, filter);
    const actual = await results((put) => {
      const { workspaceFloats, steps } = inputGradient(geometry, algorithm);
      const at = { filter: put(filter), dy: put(dy) };
      return { workspaceFloats, steps: (dx, workspace) => steps({ ...at, dx, workspace }) };
    }, expected.length);
    expect(error(actual, expected)).toBeLessThan(tolerances[algorithm]);
  });
});

describe('the choice of the algorithm', () => {
  it.each([
    [conv(128, [48, 48], 1, 64, { filter: [5, 5] }), 'few-channels', 'gemm'],
    [conv(128, [20, 20], 64, 64), 'winograd4', 'winograd4'],
    [conv(128, [5, 5], 128, 128), 'winograd4', 'winograd4'],
    [conv(1, [5, 5], 128, 128), 'gemm', 'gemm'],
    [conv(32, [16, 16], 64, 64, { strides: [2, 2] }), 'gemm', 'gemm'],
    [conv(32, [16, 16], 64, 64, { filter: [1, 1] }), 'gemm', 'gemm'],
    [conv(32, [16, 16], 3, 16), 'few-channels', 'winograd4'],
  ] as const)('of %o is by the filter %s, by the input %s', (one, byFilter, byInput) => {
    expect(chooseFilterGrad(geometryOf(one))).toBe(byFilter);
    expect(chooseInputGrad(geometryOf(one))).toBe(byInput);
  });
});
