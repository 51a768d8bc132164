import type { Plugin, Runtime } from '@fer/core';
import { expect, it } from 'vitest';
import { selectTrainingRuntime } from './select-training-runtime.ts';

const runtime = (id: string, changes: Partial<Runtime>): Runtime => ({
  id,
  apiVersion: 1,
  description: id,
  priority: 100,
  isSupported: async () => ({ supported: true }),
  init: async () => {},
  load: async () => {
    throw new Error('not for tests');
  },
  ...changes,
});
const training = { start: async () => ({ kind: 'none' }) };
const plugin = (...runtimes: Runtime[]): Plugin => ({
  name: 'test',
  apiVersion: 1,
  contributes: { runtimes },
});

it('passes over runtimes that cannot train, however fast', async () => {
  const plugins = [plugin(runtime('swift', {}), runtime('steady', { priority: 90, training }))];
  expect((await selectTrainingRuntime({ plugins })).id).toBe('steady');
});

it('takes the one that is asked for, by id or as it is', async () => {
  const own = runtime('own', { training });
  expect((await selectTrainingRuntime({ runtime: 'own', plugins: [plugin(own)] })).id).toBe('own');
  expect(await selectTrainingRuntime({ runtime: own })).toBe(own);
  await expect(selectTrainingRuntime({ runtime: 'owl', plugins: [plugin(own)] })).rejects.toMatchObject({
    code: 'FER_UNKNOWN_ID',
    message: expect.stringContaining('Did you mean "own"?'),
  });
});
