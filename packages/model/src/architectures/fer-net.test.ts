import { FerError } from '@fer/core';
import { countParameters, resolveGraph } from '@fer/graph';
import { describe, expect, it } from 'vitest';
import { ferNet } from './fer-net.ts';

const { input, defaults } = ferNet;

describe('fer-net', () => {
  it('has the maps, parameters and multiplications that it promises', () => {
    const graph = ferNet.build(defaults, 7);
    const convolutions = resolveGraph(graph, input).layers.filter(({ type }) => type === 'conv2d');
    expect(convolutions.map(({ outputShape }) => outputShape)).toEqual([
      [48, 48, 32],
      ...Array(2).fill([24, 24, 48]),
      ...Array(3).fill([12, 12, 96]),
      ...Array(3).fill([6, 6, 176]),
    ]);
    // By hand: 9 · in · out for each convolution, 2 a channel of batch normalisation, 176 · 7 + 7.
    const kernels = 9 * (32 + 32 * 48 + 48 ** 2 + 48 * 96 + 2 * 96 ** 2 + 96 * 176 + 2 * 176 ** 2);
    const norms = 2 * (32 + 2 * 48 + 3 * 96 + 3 * 176);
    expect(countParameters(graph, input).trainable).toBe(kernels + norms + 176 * 7 + 7);
    expect(kernels + norms + 176 * 7 + 7).toBeLessThan(1e6);
  });

  it('adds the input of every convolution but the first of a stage', () => {
    const { layers } = ferNet.build({ ...defaults, depths: [1, 2, 1, 3] }, 7);
    const sums = layers.filter(({ type }) => type === 'add').map(({ inputs }) => inputs);
    expect(sums).toEqual([
      ['stage2_relu1', 'stage2_bn2'],
      ['stage4_relu1', 'stage4_bn2'],
      ['stage4_relu2', 'stage4_bn3'],
    ]);
  });

  it.each([
    ['widths', [32, 48, 96]],
    ['widths', [32, 48, 96, 0]],
    ['widths', [32, 48, 96, 1e9]],
    ['widths', '32'],
    ['depths', [1, 2, 3, 1e9]],
    ['depths', [1, 2, 3, 1.5]],
    ['depths', null],
  ])('refuses the option %s: %j', (option, value) => {
    const build = () => ferNet.build({ ...defaults, [option]: value }, 7);
    expect(build).toThrow(FerError);
    expect(build).toThrow(expect.objectContaining({ code: 'FER_GRAPH_INVALID' }));
    expect(build).toThrow(option);
  });
});
