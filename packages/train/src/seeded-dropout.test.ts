import '@tensorflow/tfjs-backend-cpu';
import { layer } from '@fer/core';
import { resolveGraph } from '@fer/graph';
import { tutorialCnn } from '@fer/model';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { createSeededDropout, dropoutMask } from './seeded-dropout.ts';

tf.env().set('IS_TEST', true);

const resolved = (...[name, type, config]: Parameters<typeof layer>) =>
  resolveGraph({ layers: [layer(name, type, config)] }, tutorialCnn.input).layers[0]!;

describe('dropoutMask', () => {
  it('drops the given share and scales the rest so that the mean is 1', () => {
    const mask = dropoutMask(100_000, 0.2, 1, 0, 0);
    expect(new Set(mask)).toEqual(new Set([0, 1.25]));
    // Five standard errors of 100,000 draws.
    expect(Math.abs(mask.reduce((sum, x) => sum + x, 0) / mask.length - 1)).toBeLessThan(0.008);
  });

  it('depends on seed, layer and step, and on nothing else', () => {
    const masks = [
      [1, 0, 0],
      [2, 0, 0],
      [1, 1, 0],
      [1, 0, 1],
    ].map(([seed, index, step]) => dropoutMask(64, 0.5, seed!, index!, step!).join());
    expect(new Set(masks).size).toBe(4);
    expect(dropoutMask(64, 0.5, 1, 0, 1).join()).toBe(masks[3]);
  });
});

describe('createSeededDropout', () => {
  const ones = () => tf.ones([4, 16]);
  const apply = (target: layers.layers.Layer, training: boolean) =>
    tf.tidy(() => Array.from((target.apply(ones(), { training }) as tf.Tensor).dataSync()));

  it('applies the mask of its layer and step in training, and nothing otherwise', () => {
    const dropout = createSeededDropout(tf, layers, 3);
    const first = dropout.factory(resolved('a', 'dropout', { rate: 0.5 }))!;
    const second = dropout.factory(resolved('b', 'dropout', { rate: 0.5 }))!;
    dropout.setPosition(7, 0);
    expect(apply(first, true)).toEqual(Array.from(dropoutMask(64, 0.5, 3, 0, 7)));
    expect(apply(second, true)).toEqual(Array.from(dropoutMask(64, 0.5, 3, 1, 7)));
    dropout.setPosition(8, 0);
    expect(apply(first, true)).toEqual(Array.from(dropoutMask(64, 0.5, 3, 0, 8)));
    expect(apply(first, false)).toEqual(Array(64).fill(1));
  });

  it('passes the mask on to the gradient', () => {
    const dropout = createSeededDropout(tf, layers, 3);
    const target = dropout.factory(resolved('a', 'dropout', { rate: 0.25 }))!;
    const gradient = tf.tidy(() =>
      tf
        .grad((x) => tf.sum(target.apply(x, { training: true }) as tf.Tensor))(ones())
        .dataSync(),
    );
    expect(Array.from(gradient)).toEqual(Array.from(dropoutMask(64, 0.25, 3, 0, 0)));
  });

  it('leaves other layers to tfjs-layers', () => {
    expect(createSeededDropout(tf, layers, 3).factory(resolved('a', 'flatten'))).toBeUndefined();
  });
});
