import type { LayerExpansion, ModelGraph } from '@fer/core';
import { layer } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { resolveGraph } from '../resolve-graph.ts';
import { expandBlocks } from './expand-blocks.ts';

const INPUT = { width: 6, height: 8, channels: 3, resize: 'bilinear-antialias', range: [0, 1] } as const;

/** Scales channels by what a small network makes of their means (Hu et al. 2017, arXiv:1709.01507). */
const squeezeExcite: LayerExpansion = {
  id: 'squeezeExcite',
  apiVersion: 1,
  defaults: { ratio: 4 },
  expand: ({ ratio }, [input]) => {
    const channels = input!.shape.at(-1)!;
    return [
      layer('squeeze', 'globalAveragePooling2d'),
      layer('reduce', 'dense', {
        units: Math.max(1, Math.floor(channels / Number(ratio))),
        activation: 'relu',
      }),
      layer('excite', 'dense', { units: channels, activation: 'sigmoid' }),
      layer('scale', 'multiply', {}, [input!.name, 'excite']),
    ];
  },
};

/** A convolution, squeeze and excitation, and the sum with what comes in second. */
const residual: LayerExpansion = {
  id: 'residual',
  apiVersion: 1,
  defaults: {},
  expand: (_, [main, shortcut]) => [
    layer('conv', 'conv2d', { filters: main!.shape.at(-1)!, kernelSize: 3, padding: 'same' }, [main!.name]),
    layer('attention', 'squeezeExcite', { ratio: 3 }),
    layer('sum', 'add', {}, ['attention', shortcut!.name]),
  ],
};

const graph: ModelGraph = {
  layers: [
    layer('stem', 'conv2d', { filters: 9 }),
    layer('other', 'activation', { activation: 'tanh' }),
    layer('block', 'residual', {}, ['stem', 'other']),
    layer('relu', 'activation', { activation: 'relu' }),
  ],
};

describe('expandBlocks', () => {
  it('puts known layers in the place of blocks, blocks in blocks too', () => {
    const { layers } = expandBlocks(graph, INPUT, [squeezeExcite, residual]);
    expect(layers.map(({ name, type, inputs }) => [name, type, inputs])).toEqual([
      ['stem', 'conv2d', ['input']],
      ['other', 'activation', ['stem']],
      ['block_conv', 'conv2d', ['stem']],
      ['block_attention_squeeze', 'globalAveragePooling2d', ['block_conv']],
      ['block_attention_reduce', 'dense', ['block_attention_squeeze']],
      ['block_attention_excite', 'dense', ['block_attention_reduce']],
      ['block_attention', 'multiply', ['block_conv', 'block_attention_excite']],
      ['block', 'add', ['block_attention', 'other']],
      ['relu', 'activation', ['block']],
    ]);
    expect(layers.find(({ name }) => name === 'block_attention_reduce')!.config.units).toBe(3);
    expect(() => resolveGraph({ layers }, INPUT)).not.toThrow();
  });

  it('leaves a graph without blocks as it is', () => {
    const plain = { layers: [layer('relu', 'activation', { activation: 'relu' })] };
    expect(expandBlocks(plain, INPUT, [squeezeExcite])).toBe(plain);
  });

  it.each<[string, LayerExpansion[], ModelGraph, string]>([
    [
      'an option that a block does not have',
      [squeezeExcite],
      { layers: [layer('a', 'squeezeExcite', { ration: 2 })] },
      "Did you mean 'ratio'?",
    ],
    [
      'a block that holds itself',
      [{ ...residual, expand: (_, [main]) => [layer('again', 'residual', {}, [main!.name])] }],
      { layers: [layer('a', 'residual')] },
      'does one hold itself?',
    ],
    [
      'a block of nothing',
      [{ ...residual, expand: () => [] }],
      { layers: [layer('a', 'residual')] },
      'must have an array of 1 to',
    ],
    [
      'a block whose layers read what is not there',
      [{ ...residual, expand: () => [layer('b', 'flatten', {}, ['stem'])] }],
      { layers: [layer('stem', 'flatten'), layer('a', 'residual')] },
      "reads 'stem'",
    ],
  ])('refuses %s', (_, blocks, broken, message) => {
    expect(() => expandBlocks(broken, INPUT, blocks)).toThrow(
      expect.objectContaining({ code: 'FER_GRAPH_INVALID', message: expect.stringContaining(message) }),
    );
  });
});
