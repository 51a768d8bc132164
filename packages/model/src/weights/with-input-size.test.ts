import { type LayerNode, layer, type ModelGraph, preprocessFace } from '@fer/core';
import { drawFace } from '@fer/dataset';
import { randomModel } from '@fer/graph/test';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../load-model.ts';
import { createRecognizer } from '../recognize/create-recognizer.ts';
import type { Weights } from './weights.ts';

const face = drawFace({ emotion: 'happy', seed: 3, size: 96 });

it('has a network see more of a picture, on every runtime alike', async () => {
  const inputSize = { width: 64, height: 56 };
  const fast = await loadModel({ inputSize });
  expect(fast.weights.input).toMatchObject({ ...inputSize, channels: 1 });
  expect(fast.network.inputs).toMatchObject([{ shape: [56, 64, 1] }]);
  const pixels = preprocessFace(face, fast.weights.input);
  const seen = await fast.network.predict(pixels, 1);
  const slow = await loadModel({ inputSize, runtime: 'cpu' });
  const expected = await slow.network.predict(pixels, 1);
  for (const [label, probability] of expected.entries()) expect(seen[label]).toBeCloseTo(probability, 4);
  const usual = await loadModel();
  const other = await usual.network.predict(preprocessFace(face, usual.weights.input), 1);
  expect([...seen]).not.toEqual([...other]);
  for (const { network } of [fast, slow, usual]) network.dispose();
});

it('is what a recognizer cuts faces out for', async () => {
  const fer = await createRecognizer({ inputSize: { width: 64, height: 64 }, detector: false });
  expect(await fer.recognize(face)).toMatchObject([{ emotion: 'happy' }]);
  fer.dispose();
});

it.each([
  null,
  64,
  {},
  { width: 64 },
  { width: 64, height: 0 },
  { width: 64.5, height: 64 },
  { width: 1e9, height: 1 },
])('refuses %j', async (inputSize) => {
  await expect(loadModel({ inputSize: inputSize as never })).rejects.toMatchObject({
    code: 'FER_INVALID_ARGUMENT',
    message: expect.stringMatching(/`inputSize` must be \{ width, height \}/),
  });
});

describe('weights that bring their graph along', () => {
  const weightsOf = (end: LayerNode): Weights => {
    const graph: ModelGraph = {
      inputs: { picture: [6, 5, 3] },
      layers: [
        layer('conv', 'conv2d', { filters: 4, kernelSize: 3 }),
        end,
        layer('logits', 'dense', { units: 2 }),
        layer('softmax', 'activation', { activation: 'softmax' }),
      ],
    };
    const { labels, input, tensors } = randomModel(graph, ['yes', 'no']);
    return { architecture: { id: 'own', config: {} }, graph, labels, input, tensors, licence: 'MIT' };
  };
  const inputSize = { width: 9, height: 8 };

  it('say the shape of their input anew', async () => {
    const weights = weightsOf(layer('end', 'globalAveragePooling2d'));
    const { network } = await loadModel({ weights, inputSize });
    expect(network.inputs).toEqual([{ name: 'picture', shape: [8, 9, 3] }]);
    expect(await network.predict(new Float32Array(8 * 9 * 3), 1)).toHaveLength(2);
    network.dispose();
  });

  it('are told to be damaged where they are, whatever the size', async () => {
    const weights = weightsOf(layer('end', 'globalAveragePooling2d'));
    weights.tensors.get('conv/kernel')!.data[0] = Number.NaN;
    await expect(loadModel({ weights, inputSize })).rejects.toMatchObject({ code: 'FER_WEIGHTS_CORRUPT' });
  });

  it('are refused where their network takes one size alone', async () => {
    const weights = weightsOf(layer('end', 'flatten'));
    await expect(loadModel({ weights, inputSize })).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringMatching(/does not take pictures of 9×8 .*the network needs \[168,2\]/),
    });
  });
});
