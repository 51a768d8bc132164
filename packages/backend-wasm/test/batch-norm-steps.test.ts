import { describe, expect, it } from 'vitest';
import { Activation } from '../assembly/activation.ts';
import {
  type BatchNormSize,
  batchNorm,
  batchNormGrad,
  batchNormPartialFloats,
  type ThresholdActivation,
} from '../src/steps/batch-norm.ts';
import { relativeError } from './on-backends.ts';
import { randomFloats } from './random-floats.ts';
import { scalarBatchNorm, scalarBatchNormGrad } from './scalar-batch-norm.ts';
import { createStepMemory } from './step-memory.ts';

const epsilon = 1e-3;
const sizes: readonly BatchNormSize[] = [
  { rows: 1, channels: 3 },
  { rows: 2, channels: 4 },
  { rows: 7, channels: 5 },
  { rows: 1000, channels: 8 },
  { rows: 5001, channels: 12 },
  { rows: 333, channels: 63 },
  { rows: 2049, channels: 64 },
  { rows: 130, channels: 65 },
  { rows: 70_001, channels: 1 },
  { rows: 3, channels: 5000 },
];

function inputsOf({ rows, channels }: BatchNormSize, offset = 0, spread = 3) {
  return {
    x: randomFloats(rows * channels, 1).map((value) => value * spread + offset),
    gamma: randomFloats(channels, 2),
    beta: randomFloats(channels, 3),
    dy: randomFloats(rows * channels, 4),
  };
}

async function compute(
  size: BatchNormSize,
  inputs: ReturnType<typeof inputsOf>,
  activation: ThresholdActivation,
  mode: 'run' | 'runReversed' = 'run',
) {
  const memory = await createStepMemory();
  const all = size.rows * size.channels;
  const lengths = { y: all, mean: size.channels, variance: size.channels, scale: size.channels };
  const gradients = { dx: all, dgamma: size.channels, dbeta: size.channels };
  const rooms = Object.entries({ ...lengths, ...gradients, workspace: batchNormPartialFloats(size) });
  const at = {
    ...Object.fromEntries(Object.entries(inputs).map(([name, values]) => [name, memory.put(values)])),
    ...Object.fromEntries(rooms.map(([name, length]) => [name, memory.room(length)])),
  } as Record<keyof typeof inputs | keyof typeof lengths | keyof typeof gradients | 'workspace', number>;
  memory[mode](...batchNorm(at, size, epsilon, activation), ...batchNormGrad(at, size, epsilon, activation));
  memory.assertFences();
  return Object.fromEntries(
    rooms.map(([name, length]) => [name, memory.floats(at[name as 'y'], length).slice()]),
  ) as Record<'y' | 'mean' | 'variance' | 'dx' | 'dgamma' | 'dbeta', Float32Array>;
}

function error(actual: Float32Array, expected: ArrayLike<number>): number {
  const shape = [actual.length];
  return relativeError({ shape, data: actual }, { shape, data: Float32Array.from(expected) });
}

describe.each(sizes)('a batch of $rows rows, $channels channels', (size) => {
  const inputs = inputsOf(size);

  it('is normalised, in any order of chunks', async () => {
    const expected = scalarBatchNorm(inputs.x, inputs.gamma, inputs.beta, epsilon);
    const actual = await compute(size, inputs, Activation.none);
    for (const name of ['y', 'mean', 'variance'] as const) {
      // One row has no variance, and what is left of it is rounding.
      expect(error(actual[name], expected[name]), name).toBeLessThan(2e-6);
    }
    expect(await compute(size, inputs, Activation.none, 'runReversed')).toEqual(actual);
  });

  it.each([
    ['no activation', Activation.none, () => true],
    ['relu', Activation.relu, (value: number) => value > 0],
    ['relu6', Activation.relu6, (value: number) => value > 0 && value <= 6],
  ] as const)('has the derivatives of the definition behind %s', async (_, activation, passes) => {
    const { y, variance } = scalarBatchNorm(inputs.x, inputs.gamma, inputs.beta, epsilon);
    // Not where rounding decides.
    const clear = inputs.dy.map((value, index) => (Math.abs(y[index]!) < 1e-4 ? 0 : value));
    const masked = clear.map((value, index) => (passes(y[index]!) ? value : 0));
    const expected = scalarBatchNormGrad(inputs.x, inputs.gamma, masked, epsilon);
    const actual = await compute(size, { ...inputs, dy: clear }, activation);
    // What a sum of as many terms of about unit size may lose; dx is a difference of terms times a channel's scale.
    const scale = 1 / Math.sqrt(epsilon + Math.min(...variance));
    const limits = { dx: 1e-5 * scale, dgamma: 5e-7 * size.rows + 1e-5, dbeta: 5e-7 * size.rows + 1e-5 };
    for (const name of ['dx', 'dgamma', 'dbeta'] as const) {
      const distances = actual[name].map((value, index) => Math.abs(value - expected[name][index]!));
      expect(
        distances.reduce((most, distance) => Math.max(most, distance)),
        name,
      ).toBeLessThan(limits[name]);
    }
  });
});

it('loses nothing where the mean is far from 0', async () => {
  const size = { rows: 9000, channels: 6 };
  const inputs = inputsOf(size, 1000, 0.1);
  const expected = scalarBatchNorm(inputs.x, inputs.gamma, inputs.beta, 0);
  const { variance } = await compute(size, inputs, Activation.none);
  expect(error(variance, expected.variance)).toBeLessThan(1e-4);
});
