import type { OptimizerConfig } from '@fer/runtime-tfjs';
import { describe, expect, it } from 'vitest';
import { ADAM_DEFAULTS, createOptimizer, SGD_DEFAULTS } from './create-optimizer.ts';

const START = [0.5, -0.3, 0.02, -1.5];
const GRADIENTS = [
  [0.1, -0.2, 0.003, 0],
  [0.05, 0.3, -0.001, 1e-6],
  [-0.2, 0.1, 0.002, -4],
];

function run(config: OptimizerConfig, learningRate: number, decays = true): number[][] {
  const weights = Float32Array.from(START);
  const optimizer = createOptimizer(config, [{ name: 'w', size: 4, decays }]);
  return GRADIENTS.map((gradient, step) => {
    optimizer.update(0, weights, Float32Array.from(gradient), { step, learningRate, gradientFactor: 1 });
    return Array.from(weights);
  });
}

// The weights after each step as Keras 3.15.1 (TensorFlow 2.21, float32) computes them.
const cases: [string, OptimizerConfig, number, number[][]][] = [
  [
    'Adam(0.01)',
    ADAM_DEFAULTS,
    0.01,
    [
      [0.4900003969669342, -0.29000023007392883, 0.010010596364736557, -1.5],
      [0.4806789457798004, -0.29247719049453735, 0.0060124509036540985, -1.501787781715393],
      [0.4827424883842468, -0.2960304915904999, -1.3295561075210571e-5, -1.4953997135162354],
    ],
  ],
  [
    'AdamW(0.01, weight_decay=0.1)',
    { ...ADAM_DEFAULTS, weightDecay: 0.1 },
    0.01,
    [
      [0.48950040340423584, -0.2897002398967743, 0.009990597143769264, -1.4984999895095825],
      [0.47968944907188416, -0.291887491941452, 0.0059824613854289055, -1.4987893104553223],
      [0.4812732934951782, -0.29514890909194946, -4.926742985844612e-5, -1.4909024238586426],
    ],
  ],
  [
    'Adam(0.02, beta_1=0.8, beta_2=0.99, epsilon=1e-3)',
    { ...ADAM_DEFAULTS, beta1: 0.8, beta2: 0.99, epsilon: 1e-3 },
    0.02,
    [
      [0.48181819915771484, -0.2809523940086365, 0.015384617261588573, -1.5],
      [0.46502751111984253, -0.286883145570755, 0.013715635985136032, -1.5000015497207642],
      [0.47071021795272827, -0.2947250306606293, 0.01050239522010088, -1.4859105348587036],
    ],
  ],
  [
    'SGD(0.1)',
    { ...SGD_DEFAULTS, momentum: 0, nesterov: false },
    0.1,
    [
      [0.49000000953674316, -0.2800000011920929, 0.019700000062584877, -1.5],
      [0.48500001430511475, -0.3100000023841858, 0.01979999989271164, -1.5000001192092896],
      [0.5049999952316284, -0.3199999928474426, 0.019600000232458115, -1.1000001430511475],
    ],
  ],
  [
    'SGD(0.1, momentum=0.9)',
    { ...SGD_DEFAULTS, nesterov: false },
    0.1,
    [
      [0.49000000953674316, -0.2800000011920929, 0.019700000062584877, -1.5],
      [0.47600001096725464, -0.2919999957084656, 0.019530000165104866, -1.5000001192092896],
      [0.48340001702308655, -0.31279999017715454, 0.01917700096964836, -1.1000001430511475],
    ],
  ],
  [
    'SGD(0.1, momentum=0.9, nesterov=True, weight_decay=0.05)',
    { ...SGD_DEFAULTS, weightDecay: 0.05 },
    0.1,
    [
      [0.47850000858306885, -0.2605000138282776, 0.01933000050485134, -1.4924999475479126],
      [0.4585075080394745, -0.2999975085258484, 0.01918035000562668, -1.4850376844406128],
      [0.48287495970726013, -0.3272175192832947, 0.01856674812734127, -0.7176125645637512],
    ],
  ],
];

describe('createOptimizer', () => {
  it.each(cases)('steps as Keras: %s', (_name, config, learningRate, expected) => {
    const actual = run(config, learningRate);
    for (const [step, weights] of expected.entries()) {
      for (const [i, weight] of weights.entries()) {
        expect(Math.abs(actual[step]![i]! - weight), `step ${step}, weight ${i}`).toBeLessThan(5e-7);
      }
    }
  });

  it('decays only the tensors that should', () => {
    const decaying = { ...ADAM_DEFAULTS, weightDecay: 0.1 };
    expect(run(decaying, 0.01, false)).toEqual(run(ADAM_DEFAULTS, 0.01));
    expect(run(decaying, 0.01, true)).not.toEqual(run(ADAM_DEFAULTS, 0.01));
  });

  it.each([ADAM_DEFAULTS, SGD_DEFAULTS])(
    'multiplies gradients by the factor and leaves them ($type)',
    (config) => {
      const step = (gradient: number[], gradientFactor: number) => {
        const weights = Float32Array.from(START);
        const optimizer = createOptimizer({ ...config, ...(config.type === 'adam' ? { epsilon: 1 } : {}) }, [
          { name: 'w', size: 4, decays: true },
        ]);
        const given = Float32Array.from(gradient);
        optimizer.update(0, weights, given, { step: 0, learningRate: 0.1, gradientFactor });
        expect(given).toEqual(Float32Array.from(gradient));
        return weights;
      };
      expect(step([1, -2, 4, 0.5], 0.25)).toEqual(step([0.25, -0.5, 1, 0.125], 1));
    },
  );

  it.each([ADAM_DEFAULTS, SGD_DEFAULTS])('never keeps a denormal moment ($type)', (config) => {
    const optimizer = createOptimizer(config, [{ name: 'w', size: 2, decays: true }]);
    const weights = Float32Array.of(1, 1);
    let flushed = false;
    // A moment of a gradient of 1e-20 falls under the smallest normal float32, 1.2e-38, unless it is flushed.
    for (let step = 0; step < 1000; step++) {
      const gradient = step === 0 ? Float32Array.of(1e-20, -1e-20) : new Float32Array(2);
      optimizer.update(0, weights, gradient, { step, learningRate: 0.1, gradientFactor: 1 });
      for (const moments of optimizer.slots.values()) {
        for (const moment of moments[0]!) {
          expect(moment === 0 || Math.abs(moment) >= 1e-30).toBe(true);
          flushed ||= moment === 0 && step > 0;
        }
      }
    }
    expect(flushed).toBe(true);
  });
});
