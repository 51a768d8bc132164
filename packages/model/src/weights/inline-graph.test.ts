import { createRandom, type LayerExpansion, layer, type ModelGraph } from '@fer/core';
import { randomModel } from '@fer/graph/test';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../load-model.ts';
import { createRecognizer } from '../recognize/create-recognizer.ts';
import { randomWeights, tinyCnn } from './__fixtures__/tiny-weights.ts';
import { defineModel } from './define-model.ts';
import { loadWeights } from './load-weights.ts';
import { MANIFEST_FILE } from './manifest.ts';
import { memoryWeightsFiles } from './memory-weights-files.ts';
import { serializeWeights } from './serialize-weights.ts';
import type { Weights } from './weights.ts';

const header = { architecture: { id: 'foreign', config: {} }, licence: 'Apache-2.0' } as const;

/** A network in colour that no architecture builds. */
const graph: ModelGraph = {
  inputs: { picture: [6, 5, 3] },
  layers: [
    layer('conv', 'conv2d', { filters: 4, kernelSize: 3, activation: 'hardSwish' }),
    layer('average', 'globalAveragePooling2d'),
    layer('logits', 'dense', { units: 2 }),
    layer('softmax', 'activation', { activation: 'softmax' }),
  ],
};
const model = randomModel(graph, ['yes', 'no']);
const weights: Weights = {
  ...header,
  graph,
  labels: model.labels,
  input: model.input,
  tensors: model.tensors,
};

/** Boxes and scores: nothing that has labels. */
const detector: ModelGraph = {
  inputs: { picture: [6, 5, 3] },
  layers: [
    layer('conv', 'conv2d', { filters: 5 }),
    layer('scores', 'flatten', {}, ['conv']),
    layer('boxes', 'reshape', { targetShape: [-1, 5] }, ['conv']),
  ],
  outputs: ['boxes', 'scores'],
};

const files = async (given: Weights) => memoryWeightsFiles(await serializeWeights(given));
const manifestOf = async (given: Weights) =>
  JSON.parse(new TextDecoder().decode((await serializeWeights(given)).get(MANIFEST_FILE)));

describe('weights that bring their graph along', () => {
  it('are written as version 2, others as version 1', async () => {
    expect(await manifestOf(weights)).toMatchObject({ formatVersion: 2, graph });
    expect((await manifestOf(randomWeights(tinyCnn))).formatVersion).toBe(1);
  });

  it('are read, and recognise, without any architecture', async () => {
    const read = await loadWeights(await files(weights));
    expect(read.graph).toEqual(graph);
    const random = createRandom(1);
    const data = Uint8Array.from({ length: 6 * 5 * 3 }, () => random.integer(256));
    const picture = { data, width: 5, height: 6, channels: 3 } as const;
    const recognizer = await createRecognizer<string>({
      weights: await files(weights),
      runtime: 'cpu',
      detector: false,
    });
    const [face] = await recognizer.recognize(picture);
    recognizer.dispose();
    expect(Object.keys(face!.scores)).toEqual(['yes', 'no']);
    expect(face!.scores.yes! + face!.scores.no!).toBeCloseTo(1, 5);
  });

  it('need not be classifiers: they run by name, and name no face', async () => {
    const { input, tensors } = randomModel(detector);
    const boxes = await files({ ...header, graph: detector, labels: [], input, tensors });
    const { network, dispose } = await loadModel({ weights: boxes, runtime: 'cpu' });
    const results = await network.run({ picture: new Float32Array(90).fill(0.5) }, 1);
    dispose();
    expect(Object.entries(results).map(([name, { length }]) => [name, length])).toEqual([
      ['boxes', 150],
      ['scores', 150],
    ]);
    await expect(createRecognizer({ weights: boxes, runtime: 'cpu' })).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining('have no labels'),
    });
  });

  it('may hold blocks of a plugin that is there', () => {
    const twice: LayerExpansion = {
      id: 'twice',
      apiVersion: 1,
      defaults: {},
      expand: (_options, [input]) => [layer('sum', 'add', {}, [input!.name, input!.name])],
    };
    const layers = [...graph.layers.slice(0, 3), layer('twice', 'twice'), graph.layers[3]!];
    const withBlock = { ...weights, graph: { ...graph, layers } };
    const { graph: expanded } = defineModel(withBlock, undefined, { blocks: [twice] });
    expect(expanded.layers.map(({ type }) => type)).toContain('add');
    expect(() => defineModel(withBlock)).toThrow(expect.objectContaining({ code: 'FER_GRAPH_INVALID' }));
  });

  it.each<[string, Partial<Weights>, string]>([
    ['no layers', { graph: { layers: [] } }, 'FER_WEIGHTS_FORMAT'],
    [
      'a layer without options',
      { graph: { layers: [{ name: 'a', type: 'flatten' }] } as never },
      'FER_WEIGHTS_FORMAT',
    ],
    ['a name with spaces', { graph: { layers: [layer('a b', 'flatten')] } }, 'FER_WEIGHTS_FORMAT'],
    [
      'a function',
      { graph: { layers: [layer('a', 'flatten')], outputs: () => [] } as never },
      'FER_GRAPH_INVALID',
    ],
    [
      'an unknown option',
      { graph: { layers: [layer('a', 'flatten', { deep: true })] } },
      'FER_GRAPH_INVALID',
    ],
    ['no softmax', { graph: { ...graph, layers: graph.layers.slice(0, 3) } }, 'FER_GRAPH_INVALID'],
    ['labels that are too many', { labels: ['a', 'b', 'c'] }, 'FER_GRAPH_INVALID'],
    ['another picture', { input: { ...model.input, width: 6 } }, 'FER_GRAPH_INVALID'],
    ['a tensor too few', { tensors: new Map([...model.tensors].slice(1)) }, 'FER_WEIGHTS_MISMATCH'],
  ])('are refused with %s', (_, change, code) => {
    expect(() => defineModel({ ...weights, ...change })).toThrow(expect.objectContaining({ code }));
  });

  it('belong to the architecture that is asked for, if one is', async () => {
    const asked = loadModel({ weights, architecture: tinyCnn, runtime: 'cpu' });
    await expect(asked).rejects.toMatchObject({ code: 'FER_WEIGHTS_MISMATCH' });
  });
});

it('asks for an architecture where there is no graph', () => {
  const { graph: _graph, ...bare } = weights;
  expect(() => defineModel(bare)).toThrow(
    expect.objectContaining({ code: 'FER_INVALID_ARGUMENT', message: expect.stringContaining("'foreign'") }),
  );
});
