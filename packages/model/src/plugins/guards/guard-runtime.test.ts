import { createRegistry, loadOnRuntime, type Network, nextTask, type Plugin, type Runtime } from '@fer/core';
import { TINY_MODEL, tinyPixels, tinyProbabilities } from '@fer/core/test';
import { describe, expect, it } from 'vitest';
import { guardRegistry } from '../guard-registry.ts';

const pixels = tinyPixels(2, 1);
const probabilities = Float32Array.from(tinyProbabilities(pixels));
const network: Network = {
  inputs: [{ name: 'input', shape: [TINY_MODEL.input.height, TINY_MODEL.input.width, 1] }],
  outputs: [{ name: 'softmax', shape: [TINY_MODEL.labels.length] }],
  run: async () => ({ softmax: probabilities }),
  predict: async () => probabilities,
  dispose() {},
};

const runtime = (id: string, load: Runtime['load'], priority = 1): Runtime => ({
  id,
  apiVersion: 1,
  description: id,
  priority,
  isSupported: async () => ({ supported: true }),
  init: async () => {},
  load,
});

const registryOf = (runtimes: readonly Runtime[], pluginTimeoutMs?: number, name = 'theirs') => {
  const plugin: Plugin = { name, apiVersion: 1, contributes: { runtimes } };
  return guardRegistry(createRegistry([plugin]), { pluginTimeoutMs });
};

const loaded = async (changes: Partial<Network>): Promise<Network> => {
  const runtimes = [runtime('odd', async () => ({ ...network, ...changes }))];
  const registry = await registryOf(runtimes);
  return (await loadOnRuntime(registry, 'auto', TINY_MODEL)).network;
};

it('passes sound answers on', async () => {
  const checked = await loaded({});
  expect(await checked.predict(pixels, 2)).toBe(probabilities);
  expect((await checked.run({ input: pixels }, 2)).softmax).toBe(probabilities);
});

describe('names the runtime and its plugin', () => {
  it.each<[string, Partial<Network>, string]>([
    ['a shorter answer', { predict: async () => probabilities.subarray(1) }, 'must give 2 × 4 numbers'],
    ['nothing', { predict: async () => undefined as never }, 'must give 2 × 4 numbers'],
    ['plain numbers', { predict: async () => [...probabilities] as never }, 'must give 2 × 4 numbers'],
    ['logits', { predict: async () => probabilities.map((p) => p - 0.5) }, 'probabilities that sum to 1'],
    ['half of them', { predict: async () => probabilities.map((p) => p / 2) }, 'probabilities that sum to 1'],
  ])('for %s', async (_, changes, problem) => {
    const checked = await loaded(changes);
    await expect(checked.predict(pixels, 2)).rejects.toMatchObject({
      code: 'FER_PLUGIN_RESULT',
      message: expect.stringContaining('The runtime "odd" of plugin "theirs" must give'),
    });
    await expect(checked.predict(pixels, 2)).rejects.toThrow(problem);
  });

  it.each<[string, Partial<Network>['run']]>([
    ['another name', async () => ({ logits: probabilities })],
    ['another size', async () => ({ softmax: probabilities.subarray(1) })],
    ['nothing', async () => undefined as never],
  ])('for %s in run', async (_, run) => {
    const checked = await loaded({ run });
    await expect(checked.run({ input: pixels }, 2)).rejects.toMatchObject({ code: 'FER_PLUGIN_RESULT' });
  });

  it('for what it throws', async () => {
    const cause = new TypeError('odd');
    const checked = await loaded({
      predict() {
        throw cause;
      },
    });
    await expect(checked.predict(pixels, 2)).rejects.toMatchObject({
      code: 'FER_PLUGIN_FAILED',
      message: 'The runtime "odd" of plugin "theirs" failed in `predict`: odd.',
      cause,
    });
  });
});

it('takes the next runtime for `auto` where one gives no network', async () => {
  const runtimes = [runtime('odd', async () => ({}) as Network, 2), runtime('even', async () => network)];
  const registry = await registryOf(runtimes);
  const { runtime: chosen, rejected } = await loadOnRuntime(registry, 'auto', TINY_MODEL);
  expect(chosen.id).toBe('even');
  expect(rejected[0]).toMatchObject({
    id: 'odd',
    reason: expect.stringContaining('must give a network in `load`'),
  });
  await expect(loadOnRuntime(registry, 'odd', TINY_MODEL)).rejects.toMatchObject({
    code: 'FER_PLUGIN_RESULT',
  });
});

it('passes over a runtime that hangs, and does not wait for it again', async () => {
  let starts = 0;
  let go = () => {};
  const hung = new Promise<void>((resolve) => {
    go = resolve;
  });
  const slow: Runtime = {
    ...runtime('slow', async () => network, 2),
    init: () => {
      starts++;
      return hung;
    },
  };
  const runtimes = [slow, runtime('even', async () => network)];
  const registry = await registryOf(runtimes, 5);
  const load = () => loadOnRuntime(registry, 'auto', TINY_MODEL);
  const { runtime: chosen, rejected } = await load();
  expect(chosen.id).toBe('even');
  const reason = 'The runtime "slow" of plugin "theirs" has not started within 5 ms.';
  expect(rejected).toEqual([{ id: 'slow', reason }]);
  await load();
  expect(starts).toBe(1);
  // Once it has started after all, it is what others are.
  go();
  await nextTask();
  expect((await load()).runtime.id).toBe('slow');
});

it.each([0, -1, Number.NaN, '5', 2 ** 31])('FER_INVALID_ARGUMENT for a time limit of %s', async (limit) => {
  await expect(registryOf([], limit as number)).rejects.toMatchObject({ code: 'FER_INVALID_ARGUMENT' });
});

it('leaves plugins of @fer as they are, and what is of no other class than before', async () => {
  const own = runtime('odd', async () => network);
  const registry = await registryOf([own], undefined, '@fer/own');
  expect(registry.runtimes.get('odd')).toBe(own);

  class Fast implements Runtime {
    readonly id = 'fast';
    readonly apiVersion = 1;
    readonly priority = 1;
    get description() {
      return this.id;
    }
    async isSupported() {
      return { supported: true } as const;
    }
    async init() {}
    async load() {
      return network;
    }
  }
  const guarded = (await registryOf([Object.freeze(new Fast())])).runtimes.get('fast');
  expect(guarded).toBeInstanceOf(Fast);
  expect(guarded.description).toBe('fast');
  await expect(registryOf([]).then(({ runtimes }) => runtimes.get('fsat'))).rejects.toMatchObject({
    code: 'FER_UNKNOWN_ID',
  });
});
