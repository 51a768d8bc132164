import { type LayerNode, layer, type ModelGraph } from '@fer/core';
import { expect, it } from 'vitest';
import { resolveGraph } from './resolve-graph.ts';
import { dropUnread } from './rewrites/drop-unread.ts';
import { countParameters } from './weight-specs.ts';

const INPUT = { width: 6, height: 8, channels: 3, resize: 'bilinear-antialias', range: [0, 1] } as const;
const relu = (name: string, inputs?: readonly string[]): LayerNode => ({
  name,
  type: 'activation',
  config: { activation: 'relu' },
  ...(inputs && { inputs }),
});

it('reads the layer before, takes the picture and gives the last layer, where nothing else is said', () => {
  const { inputs, layers, outputs } = resolveGraph({ layers: [relu('a'), relu('b')] }, INPUT);
  expect(inputs).toEqual([{ name: 'input', shape: [8, 6, 3] }]);
  expect(layers.map((layer) => layer.inputs)).toEqual([['input'], ['a']]);
  expect(outputs).toEqual([{ name: 'b', shape: [8, 6, 3] }]);
});

it('takes several inputs and gives several outputs, by name', () => {
  const graph = {
    inputs: { x: [4], y: [4, 4, 2] },
    layers: [relu('a', ['x']), relu('b', ['y'])],
    outputs: ['b', 'x'],
  };
  const { inputs, outputs } = resolveGraph(graph, INPUT);
  expect(inputs).toEqual([
    { name: 'x', shape: [4] },
    { name: 'y', shape: [4, 4, 2] },
  ]);
  expect(outputs).toEqual([
    { name: 'b', shape: [4, 4, 2] },
    { name: 'x', shape: [4] },
  ]);
});

it('drops what no output depends on', () => {
  const graph = { layers: [relu('a'), relu('b'), relu('c', ['a']), relu('d', ['b'])], outputs: ['c'] };
  expect(dropUnread(resolveGraph(graph, INPUT)).layers.map(({ name }) => name)).toEqual(['a', 'c']);
});

it('counts parameters as Keras does', () => {
  const graph = {
    layers: [
      layer('conv', 'conv2d', { filters: 4, kernelSize: 3 }),
      layer('bn', 'batchNormalization'),
      layer('frozen', 'conv2d', { filters: 2, trainable: false }),
    ],
  };
  // 9 · 3 · 4 + 4; 4 · 4 of which half are statistics; 4 · 2 + 2.
  expect(countParameters(graph, INPUT)).toEqual({ total: 112 + 16 + 10, trainable: 112 + 8 });
});

it.each<[string, unknown]>([
  ['no layers', {}],
  ['an empty graph', { layers: [] }],
  ['layers that are no array', { layers: 'conv' }],
  ['a layer that is none', { layers: [null] }],
  ['a layer without a name', { layers: [{ ...relu('a'), name: '' }] }],
  ['a layer without options', { layers: [{ name: 'a', type: 'flatten' }] }],
  ['inputs that are no names', { layers: [{ ...relu('a'), inputs: [1] }] }],
  ['one name twice', { layers: [relu('a'), relu('a')] }],
  ["the input's name", { layers: [relu('input')] }],
  ['a later layer', { layers: [relu('a', ['b']), relu('b')] }],
  ['itself', { layers: [relu('a', ['a'])] }],
  ['an output that is nothing', { layers: [relu('a')], outputs: ['b'] }],
  ['an output twice', { layers: [relu('a')], outputs: ['a', 'a'] }],
  ['outputs of none', { layers: [relu('a')], outputs: [] }],
  ['inputs of none', { inputs: {}, layers: [relu('a')] }],
  ['an input without a shape', { inputs: { input: [] }, layers: [relu('a')] }],
  ['an input of half a pixel', { inputs: { input: [1, 0.5] }, layers: [relu('a')] }],
  ['a map beyond all bounds', { inputs: { input: [2 ** 15, 2 ** 15, 2 ** 15] }, layers: [relu('a')] }],
])('refuses %s', (_, graph) => {
  expect(() => resolveGraph(graph as ModelGraph, INPUT)).toThrow(
    expect.objectContaining({ code: 'FER_GRAPH_INVALID' }),
  );
});
