import { describe, expect, it } from 'vitest';
import { Activation } from '../assembly/activation.ts';
import type { ConvGeometry } from '../src/conv-geometry.ts';
import { depthwiseConv2D } from '../src/steps/depthwise-conv2d.ts';
import { relativeError } from './on-backends.ts';
import { randomFloats } from './random-floats.ts';
import { scalarActivations } from './scalar-activation.ts';
import { scalarDepthwise } from './scalar-depthwise.ts';
import { createStepMemory } from './step-memory.ts';
import { nameOfCase, windowCases } from './window-cases.ts';
import { geometryOfCase, inputSize, outputSize, type WindowCase } from './window-geometry.ts';

const cases: readonly WindowCase[] = [
  ...windowCases,
  { x: [17, 11, 11, 32], window: [3, 3], stride: [1, 1], pad: 'same' },
  { x: [2, 44, 44, 8], window: [3, 3], stride: [1, 1], pad: 'same' },
  { x: [1, 6, 6, 7], window: [3, 3], stride: [1, 1], pad: 'valid' },
  { x: [1, 9, 8, 13], window: [3, 3], stride: [2, 2], pad: 'valid' },
  { x: [1, 9, 8, 5], window: [3, 3], stride: [3, 3], pad: 'same' },
  { x: [2, 6, 7, 5], window: [3, 3], stride: [1, 1], pad: 'same', multiplier: 3 },
  { x: [2, 9, 8, 1], window: [3, 2], stride: [1, 1], pad: 'valid', dilation: [2, 3], multiplier: 2 },
];

interface Inputs {
  readonly x: Float32Array;
  readonly filter: Float32Array;
  readonly bias?: Float32Array;
  readonly alphas?: Float32Array;
  readonly activation?: Activation;
  readonly alpha?: number;
}

async function convolved(g: ConvGeometry, inputs: Inputs, mode: 'run' | 'runReversed' = 'run') {
  const memory = await createStepMemory();
  const at = {
    x: memory.put(inputs.x),
    filter: memory.put(inputs.filter),
    bias: inputs.bias ? memory.put(inputs.bias) : 0,
    alphas: inputs.alphas ? memory.put(inputs.alphas) : 0,
    y: memory.room(outputSize(g)),
  };
  memory[mode](depthwiseConv2D(at, g, inputs.activation ?? Activation.none, inputs.alpha));
  memory.assertFences();
  return memory.floats(at.y, outputSize(g)).slice();
}

function filterOf(g: ConvGeometry): Float32Array {
  return randomFloats(g.filterHeight * g.filterWidth * g.outChannels, 2);
}

describe.each(cases.map((one) => [nameOfCase(one), geometryOfCase(one)] as const))('%s', (_, g) => {
  const inputs = { x: randomFloats(inputSize(g), 1), filter: filterOf(g) };

  it('gives what a scalar loop gives, in any order of chunks', async () => {
    const y = await convolved(g, inputs);
    const shape = [outputSize(g)];
    const expected = { shape, data: scalarDepthwise(g, inputs.x, inputs.filter) };
    expect(relativeError({ shape, data: y }, expected)).toBeLessThan(1e-6);
    expect(await convolved(g, inputs, 'runReversed')).toEqual(y);
  });
});

describe.each([1, 3, 4, 6])('bias and activation of %i channels', (channels) => {
  const g = geometryOfCase({ x: [2, 7, 6, channels], window: [3, 3], stride: [1, 1], pad: 'same' });
  const inputs = {
    x: randomFloats(inputSize(g), 3).map((value) => value * 6),
    filter: filterOf(g),
    bias: randomFloats(channels, 4),
  };
  const linear = scalarDepthwise(g, inputs.x, inputs.filter);

  it.each(scalarActivations)('%s', async (_, activation, apply) => {
    const alpha = 0.3;
    const alphas = activation === Activation.prelu ? randomFloats(channels, 5) : undefined;
    const y = await convolved(g, { ...inputs, activation, alpha, ...(alphas ? { alphas } : {}) });
    linear.forEach((value, index) => {
      const channel = index % channels;
      expect(y[index]).toBeCloseTo(apply(value + inputs.bias[channel]!, alphas?.[channel] ?? alpha), 4);
    });
  });
});

it('lets NaN and Infinity through where a scalar loop does, and nowhere else', async () => {
  const g = geometryOfCase({ x: [1, 9, 9, 6], window: [3, 3], stride: [2, 2], pad: 'same' });
  const x = randomFloats(inputSize(g), 6);
  x[6 * 9 * 4 + 2] = Number.NaN;
  x[6 * 9 * 7 + 9] = Number.POSITIVE_INFINITY;
  const filter = filterOf(g);
  const expected = scalarDepthwise(g, x, filter);
  const y = await convolved(g, { x, filter, activation: Activation.relu6 });
  expected.forEach((value, index) => {
    if (Number.isNaN(value)) expect(y[index]).toBeNaN();
    else expect(y[index]).toBeCloseTo(Math.min(6, Math.max(0, value)), 5);
  });
  expect(expected.some(Number.isNaN)).toBe(true);
});
