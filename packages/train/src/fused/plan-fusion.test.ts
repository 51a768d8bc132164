import { layer } from '@fer/core';
import { resolveGraph } from '@fer/graph';
import { miniXception, tutorialCnn } from '@fer/model';
import { describe, expect, it } from 'vitest';
import { planFusion } from './plan-fusion.ts';

const { input } = tutorialCnn;
const plan = (...layers: ReturnType<typeof layer>[]) =>
  Object.fromEntries(planFusion(resolveGraph({ layers }, input)));
const relu = { activation: 'relu' };

describe('planFusion', () => {
  it('fuses all convolutions and dense layers of the tutorial CNN, one ReLU behind its pooling', () => {
    const layers = Object.fromEntries(
      planFusion(resolveGraph(tutorialCnn.build(tutorialCnn.defaults, 7), input)),
    );
    expect(Object.values(layers).map(({ activation }) => activation)).toEqual([
      'linear', // conv1, before the max pooling
      'relu', // the max pooling
      'relu',
      'relu',
      'relu',
      'relu',
      'relu',
      'relu',
      'linear',
    ]);
  });

  it('moves an activation into the batch normalization before it', () => {
    expect(plan(layer('bn', 'batchNormalization'), layer('act', 'activation', relu))).toEqual({
      bn: { activation: 'relu' },
      act: { activation: 'linear' },
    });
    const fused = planFusion(resolveGraph(miniXception.build(miniXception.defaults, 7), input));
    expect([...fused.values()].filter(({ activation }) => activation === 'relu').length).toBeGreaterThan(4);
  });

  it('leaves an activation alone where someone else reads what comes before it', () => {
    expect(
      plan(
        layer('bn', 'batchNormalization'),
        layer('act', 'activation', relu),
        layer('sum', 'add', {}, ['act', 'bn']),
      ),
    ).toEqual({ bn: { activation: 'linear' } });
    expect(
      plan(
        layer('conv', 'conv2d', { filters: 1, kernelSize: 1, ...relu }),
        layer('pool', 'maxPooling2d', { poolSize: 3, strides: 1, padding: 'same' }),
        layer('sum', 'add', {}, ['pool', 'conv']),
      ),
    ).toEqual({ conv: { activation: 'relu' } });
  });

  it('leaves alone what it has no op for', () => {
    expect(
      plan(
        layer('conv', 'conv2d', { filters: 1, kernelSize: 1, activation: 'softsign' }),
        layer('bn', 'batchNormalization', { scale: false }),
        layer('two', 'conv2d', { filters: 2, kernelSize: 1, activation: 'tanh' }),
        layer('grouped', 'conv2d', { filters: 2, kernelSize: 1, groups: 2 }),
        layer('pool', 'maxPooling2d'),
        layer('flatten', 'flatten'),
        layer('dense', 'dense', { units: 2, activation: 'softmax' }),
      ),
    ).toEqual({});
  });

  it('takes an activation that tfjs-layers does not have for a layer of its own', () => {
    expect(
      plan(
        layer('conv', 'conv2d', { filters: 1, kernelSize: 1, activation: 'hardSwish' }),
        layer('bn', 'batchNormalization'),
        layer('act', 'activation', { activation: 'hardSigmoid6' }),
      ),
    ).toEqual({ conv: { activation: 'linear' }, bn: { activation: 'linear' } });
  });
});
