import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createWasmOptimizer,
  type OptimizerConfig,
  registerWasmBackend,
  wasmKernelCalls,
} from '../src/index.ts';
import { largestDifference } from './largest-difference.ts';
import { randomFloats } from './random-floats.ts';

tf.env().set('IS_TEST', true);
beforeAll(() => registerWasmBackend());

const adam = { type: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 } as const;
const sgd = { type: 'sgd', momentum: 0.9, nesterov: true, weightDecay: 0 } as const;

/** The weights after each step. */
function run(
  config: OptimizerConfig,
  learningRate: number,
  start: ArrayLike<number>,
  gradients: readonly ArrayLike<number>[],
  { decays = true, gradientFactor = 1 } = {},
): Float32Array[] {
  const variable = tf.variable(tf.tensor1d(Float32Array.from(start)));
  const optimizer = createWasmOptimizer(config, [{ variable, decays }]);
  const path = gradients.map((values, step) => {
    const gradient = tf.tensor1d(Float32Array.from(values));
    optimizer.update([gradient], { step, learningRate, gradientFactor });
    expect(gradient.dataSync()).toEqual(Float32Array.from(values));
    gradient.dispose();
    return variable.dataSync<'float32'>();
  });
  optimizer.dispose();
  variable.dispose();
  return path;
}

// The weights after each step as Keras 3.15.1 (TensorFlow 2.21, float32) computes them.
const kerasStart = [0.5, -0.3, 0.02, -1.5];
const kerasGradients = [
  [0.1, -0.2, 0.003, 0],
  [0.05, 0.3, -0.001, 1e-6],
  [-0.2, 0.1, 0.002, -4],
];
const kerasCases: [string, OptimizerConfig, number, number[][]][] = [
  [
    'Adam(0.01)',
    adam,
    0.01,
    [
      [0.4900003969669342, -0.29000023007392883, 0.010010596364736557, -1.5],
      [0.4806789457798004, -0.29247719049453735, 0.0060124509036540985, -1.501787781715393],
      [0.4827424883842468, -0.2960304915904999, -1.3295561075210571e-5, -1.4953997135162354],
    ],
  ],
  [
    'AdamW(0.01, weight_decay=0.1)',
    { ...adam, weightDecay: 0.1 },
    0.01,
    [
      [0.48950040340423584, -0.2897002398967743, 0.009990597143769264, -1.4984999895095825],
      [0.47968944907188416, -0.291887491941452, 0.0059824613854289055, -1.4987893104553223],
      [0.4812732934951782, -0.29514890909194946, -4.926742985844612e-5, -1.4909024238586426],
    ],
  ],
  [
    'SGD(0.1, momentum=0.9)',
    { ...sgd, nesterov: false },
    0.1,
    [
      [0.49000000953674316, -0.2800000011920929, 0.019700000062584877, -1.5],
      [0.47600001096725464, -0.2919999957084656, 0.019530000165104866, -1.5000001192092896],
      [0.48340001702308655, -0.31279999017715454, 0.01917700096964836, -1.1000001430511475],
    ],
  ],
  [
    'SGD(0.1, momentum=0.9, nesterov=True, weight_decay=0.05)',
    { ...sgd, weightDecay: 0.05 },
    0.1,
    [
      [0.47850000858306885, -0.2605000138282776, 0.01933000050485134, -1.4924999475479126],
      [0.4585075080394745, -0.2999975085258484, 0.01918035000562668, -1.4850376844406128],
      [0.48287495970726013, -0.3272175192832947, 0.01856674812734127, -0.7176125645637512],
    ],
  ],
];

it.each(kerasCases)('steps as Keras: %s', (_name, config, learningRate, expected) => {
  const actual = run(config, learningRate, kerasStart, kerasGradients);
  for (const [step, weights] of expected.entries()) {
    for (const [index, weight] of weights.entries()) {
      expect(Math.abs(actual[step]![index]! - weight), `step ${step}, weight ${index}`).toBeLessThan(5e-7);
    }
  }
});

/** The same in double precision, one number after the other. */
function scalarSteps(
  config: OptimizerConfig,
  rate: number,
  start: ArrayLike<number>,
  gradients: readonly ArrayLike<number>[],
): number[] {
  return Array.from(start, (weight, index) => {
    let w = weight;
    let m = 0;
    let v = 0;
    for (const [step, gradient] of gradients.entries()) {
      const g = gradient[index]!;
      w -= rate * config.weightDecay * w;
      if (config.type === 'sgd') {
        m = config.momentum * m - rate * g;
        w += config.nesterov ? config.momentum * m - rate * g : m;
      } else {
        m = config.beta1 * m + (1 - config.beta1) * g;
        v = config.beta2 * v + (1 - config.beta2) * g * g;
        const correction = Math.sqrt(1 - config.beta2 ** (step + 1)) / (1 - config.beta1 ** (step + 1));
        w -= (rate * correction * m) / (Math.sqrt(v) + config.epsilon);
      }
    }
    return w;
  });
}

describe.each([
  { ...adam, weightDecay: 0.01 },
  { ...sgd, weightDecay: 0.01 },
  { ...sgd, nesterov: false },
])('$type with weight decay $weightDecay', (config) => {
  const rate = 0.01;

  it.each([1, 3, 4, 18, 16390, 33001])('follows double precision over 50 steps of %i numbers', (size) => {
    const start = randomFloats(size, 1);
    const gradients = Array.from({ length: size > 100 ? 5 : 50 }, (_, step) => randomFloats(size, step + 2));
    const actual = run(config, rate, start, gradients).at(-1)!;
    const expected = scalarSteps(config, rate, start, gradients);
    // Each step rounds a weight of about 1 once (6e-8), and moves it by about `rate` to 1e-6 of that.
    expect(largestDifference(actual, expected)).toBeLessThan(gradients.length * 1e-7);
  });

  it('lets NaN and Infinity through to their own weights only', () => {
    const gradient = [1, Number.NaN, 1, Number.POSITIVE_INFINITY, 1, Number.NaN];
    const [after] = run(config, rate, new Array<number>(6).fill(1), [gradient]);
    expect(Array.from(after!, Number.isFinite)).toEqual(gradient.map(Number.isFinite));
  });

  it('multiplies gradients by the factor', () => {
    const start = [0.3, -0.2, 5];
    const gradients = [
      [4, -2, 0.5],
      [1, 8, -2],
    ];
    const scaled = gradients.map((values) => values.map((value) => value / 4));
    expect(run(config, rate, start, gradients, { gradientFactor: 0.25 })).toEqual(
      run(config, rate, start, scaled),
    );
  });

  it('decays only what should', () => {
    const without = { ...config, weightDecay: 0 };
    const gradients = [[0.5, 0.25]];
    expect(run(config, rate, [1, 2], gradients, { decays: false })).toEqual(
      run(without, rate, [1, 2], gradients),
    );
  });

  it('keeps no denormal moment', () => {
    const variable = tf.variable(tf.tensor1d([1, 1, 1, 1, 1]));
    const optimizer = createWasmOptimizer(config, [{ variable, decays: true }]);
    let flushed = false;
    for (let step = 0; step < 400; step++) {
      const gradient = tf.tensor1d(step === 0 ? [1e-20, -1e-20, 1e-14, 1e-40, 1] : [0, 0, 0, 0, 0]);
      optimizer.update([gradient], { step, learningRate: 0.1, gradientFactor: 1 });
      gradient.dispose();
      for (const [moments] of optimizer.exportSlots().values()) {
        for (const moment of moments!) {
          expect(moment === 0 || Math.abs(moment) >= 1e-30).toBe(true);
          flushed ||= moment === 0 && step > 0;
        }
      }
    }
    expect(flushed).toBe(true);
    optimizer.dispose();
    variable.dispose();
  });

  it('goes on from exported moments bit for bit', () => {
    const shapes = [[3, 5], [7]];
    const make = (values: readonly Float32Array[]) =>
      values.map((data, index) => tf.variable(tf.tensor(data, shapes[index]!)));
    const step = (optimizer: ReturnType<typeof createWasmOptimizer>, index: number) => {
      const gradients = shapes.map((shape, k) =>
        tf.tensor(
          randomFloats(
            shape.reduce((size, n) => size * n, 1),
            10 * index + k,
          ),
          shape,
        ),
      );
      optimizer.update(gradients, { step: index, learningRate: rate, gradientFactor: 0.5 });
      tf.dispose(gradients);
    };
    const own = (variables: readonly tf.Variable[]) =>
      createWasmOptimizer(
        config,
        variables.map((variable) => ({ variable, decays: true })),
      );

    const variables = make([randomFloats(15, 1), randomFloats(7, 2)]);
    const optimizer = own(variables);
    step(optimizer, 0);
    step(optimizer, 1);
    const slots = optimizer.exportSlots();
    const resumed = make(variables.map((variable) => variable.dataSync<'float32'>()));
    const second = own(resumed);
    second.importSlots(slots);
    step(optimizer, 2);
    step(second, 2);
    expect(resumed.map((variable) => variable.dataSync())).toEqual(
      variables.map((variable) => variable.dataSync()),
    );
    expect(second.exportSlots()).toEqual(optimizer.exportSlots());

    expect(() => second.importSlots(new Map())).toThrow(/was given none/);
    expect(() => second.importSlots(new Map([...slots].map(([name, [first]]) => [name, [first!]])))).toThrow(
      /\[15,7\] numbers, but was given \[15\]/,
    );
    for (const one of [optimizer, second]) {
      one.dispose();
      one.dispose();
    }
    tf.dispose([...variables, ...resumed]);
  });

  it('gives every variable a new tensor, leaves none behind, and is our kernel', () => {
    const variable = tf.variable(tf.tensor2d([[1, 2, 3]]));
    const optimizer = createWasmOptimizer(config, [{ variable, decays: true }]);
    const gradient = tf.tensor2d([[1, 1, 1]]);
    const before = { calls: wasmKernelCalls(), tensors: tf.memory().numTensors, bytes: tf.memory().numBytes };
    const { dataId } = variable;
    optimizer.update([gradient], { step: 0, learningRate: rate, gradientFactor: 1 });
    const path = config.type === 'adam' ? 'adam' : 'momentum';
    expect(wasmKernelCalls()[path]).toBe((before.calls[path] ?? 0) + 1);
    expect(variable.dataId).not.toBe(dataId);
    expect(tf.memory()).toMatchObject({ numTensors: before.tensors, numBytes: before.bytes });
    optimizer.dispose();
    tf.dispose([variable, gradient]);
  });
});

it('measures all gradients together, far out of the range of their squares', () => {
  const values = [randomFloats(33001, 1), randomFloats(3, 2), Float32Array.of(3e30, -4e30)];
  const gradients = values.map((data) => tf.tensor1d(data));
  const optimizer = createWasmOptimizer(sgd, []);
  expect(optimizer.gradientNorm(gradients) / 5e30).toBeCloseTo(1, 6);
  const expected = Math.sqrt(
    values.slice(0, 2).reduce((sum, data) => sum + data.reduce((total, x) => total + x * x, 0), 0),
  );
  expect(optimizer.gradientNorm(gradients.slice(0, 2)) / expected).toBeCloseTo(1, 12);
  expect(optimizer.gradientNorm([])).toBe(0);
  tf.dispose(gradients);
});
