import '@tensorflow/tfjs-backend-cpu';
import { EMOTIONS } from '@fer/core';
import { resolveGraph } from '@fer/graph';
import { countParameters, miniXception, tutorialCnn, weightSpecs } from '@fer/model';
import * as core from '@tensorflow/tfjs-core';
import { env } from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { buildLayers } from '../src/build-layers.ts';

// tfjs greets on its first use in Node unless it believes to be under test.
env().set('IS_TEST', true);

describe.each([tutorialCnn, miniXception])('weightSpecs of $id', (architecture) => {
  const graph = architecture.build(architecture.defaults as never, EMOTIONS.length);

  it('agrees with tfjs-layers on names, shapes and what is trainable', () => {
    const { weights } = buildLayers({ core, layers }, resolveGraph(graph, architecture.input)).modelOf([
      'softmax',
    ]);
    const describeWeight = (name: string, shape: readonly (number | null)[], trainable: boolean) =>
      `${name} [${shape}] ${trainable}`;
    const expected = weights.map((w) => describeWeight(w.originalName, w.shape, w.trainable));
    const actual = weightSpecs(graph, architecture.input).map((s) =>
      describeWeight(s.name, s.shape, s.trainable),
    );
    expect(actual.sort()).toEqual(expected.sort());
  });
});

it("counts the tutorial's published parameters", () => {
  const graph = tutorialCnn.build(tutorialCnn.defaults, EMOTIONS.length);
  expect(countParameters(graph, tutorialCnn.input)).toEqual({ total: 1_485_831, trainable: 1_485_831 });
});
