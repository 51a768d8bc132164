import { definePlugin, FerError, type WeightsSource } from '@fer/core';
import { drawFace } from '@fer/dataset';
import { expect, it } from 'vitest';
import { createFer } from './create-fer.ts';
import { createBundledSource } from './weights/sources/bundled.ts';

const bundled = createBundledSource();
const source: WeightsSource = {
  id: 'mine',
  apiVersion: 1,
  matches: (reference) => reference === 'mine:fer-net',
  open: (_, options) => bundled.open('fer-net', options),
};
const plugin = definePlugin({
  name: 'mine',
  apiVersion: 1,
  contributes: {
    weightsSources: [source],
    postprocessors: [
      {
        id: 'as-seen',
        apiVersion: 1,
        create: () => ({ update: ({ scores }) => scores, forget() {} }),
      },
    ],
  },
});
const fer = createFer({ plugins: [plugin] });

it('gives all its functions the plugins', async () => {
  const weights = await fer.loadWeights('mine:fer-net');
  expect(weights.architecture.id).toBe('fer-net');
  expect((await fer.describeWeights('mine:fer-net')).licence).toBe('Apache-2.0');
  const model = await fer.loadModel({ weights: 'mine:fer-net', runtime: 'wasm' });
  expect(model.runtime).toBe('wasm');
  model.dispose();

  const recognizer = await fer.createRecognizer({ weights: 'mine:fer-net', detector: false });
  const face = drawFace({ emotion: 'happy', seed: 1 });
  const [seen] = await recognizer.recognize(face);
  async function* frames() {
    yield face;
  }
  for await (const { faces } of recognizer.watch(frames(), { smoothing: { id: 'as-seen' } })) {
    expect(faces[0]?.scores).toEqual(seen?.scores);
  }
  recognizer.dispose();
  expect(fer.plugins).toEqual([plugin]);
});

it.each<[string, () => unknown, string]>([
  ['a plugin twice', () => createFer({ plugins: [plugin, plugin] }), 'FER_PLUGIN_DUPLICATE'],
  ['what is no list', () => createFer({ plugins: plugin as never }), 'FER_PLUGIN_INVALID'],
  ['no options', () => createFer(null as never), 'FER_INVALID_ARGUMENT'],
  ['a misspelt option', () => createFer({ plugin: [] } as never), 'FER_INVALID_ARGUMENT'],
  ['plugins of a call', () => fer.createRecognizer({ plugins: [] } as never), 'FER_INVALID_ARGUMENT'],
  ['options that are none', () => fer.loadModel(7 as never), 'FER_INVALID_ARGUMENT'],
  [
    'a misspelt option of a call',
    () => fer.loadWeights('mine:fer-net', { limit: 1 } as never),
    'FER_INVALID_ARGUMENT',
  ],
  [
    'plugins of a description',
    () => fer.describeWeights('mine:fer-net', { plugins: [] } as never),
    'FER_INVALID_ARGUMENT',
  ],
])('refuses %s', async (_, call, code) => {
  const error = await Promise.resolve()
    .then(call)
    .catch((thrown: unknown) => thrown);
  expect(FerError.isInstance(error) && error.code).toBe(code);
});
