import { describe, expect, it } from 'vitest';
import { FerError } from '../errors.ts';
import type { Network, Runtime } from '../extension-points/runtime.ts';
import { createRegistry } from '../plugin/registry.ts';
import { TINY_MODEL } from '../test/tiny-model.ts';
import { loadOnRuntime, selectRuntime } from './select-runtime.ts';
import type { RuntimeRequest } from './try-runtimes.ts';

const log: string[] = [];

const emptyNetwork = (): Network => ({
  inputs: [],
  outputs: [],
  run: async () => ({}),
  predict: async () => new Float32Array(),
  dispose() {},
});

const runtime = (id: string, priority: number, changes: Partial<Runtime> = {}): Runtime => ({
  id,
  apiVersion: 1,
  description: id,
  priority,
  isSupported: async () => ({ supported: true }),
  init: async () => {
    log.push(`init ${id}`);
  },
  load: async () => emptyNetwork(),
  ...changes,
});

const unsupported = async () => ({ supported: false, reason: 'there is no SIMD here' }) as const;

const registryOf = (...runtimes: Runtime[]) =>
  createRegistry([{ name: 'test', apiVersion: 1, contributes: { runtimes } }]);

const failureOf = (selection: Promise<unknown>): Promise<FerError> =>
  selection.then(
    () => {
      throw new Error('Expected a rejection');
    },
    (error: FerError) => error,
  );

describe('selectRuntime("auto")', () => {
  it('takes the highest priority, whatever the order of registration', async () => {
    log.length = 0;
    const { runtime: chosen, rejected } = await selectRuntime(
      registryOf(runtime('cpu', 10), runtime('wasm', 40), runtime('webgl', 30)),
      'auto',
    );
    expect(chosen.id).toBe('wasm');
    expect(rejected).toEqual([]);
    expect(log).toEqual(['init wasm']);
  });

  it('is what is meant when nothing is asked for', async () => {
    expect((await selectRuntime(registryOf(runtime('cpu', 10)))).runtime.id).toBe('cpu');
  });

  it('takes the first registered at equal priority', async () => {
    expect((await selectRuntime(registryOf(runtime('a', 5), runtime('b', 5)), 'auto')).runtime.id).toBe('a');
  });

  it('passes over what is unsupported or fails to start, and says why', async () => {
    log.length = 0;
    const { runtime: chosen, rejected } = await selectRuntime(
      registryOf(
        runtime('wasm', 40, { isSupported: unsupported }),
        runtime('webgl', 30, {
          init: async () => {
            throw new Error('context lost');
          },
        }),
        runtime('odd', 25, {
          isSupported: () => {
            throw 'a string';
          },
        }),
        runtime('node', 20),
        runtime('cpu', 10),
      ),
      'auto',
    );
    expect(chosen.id).toBe('node');
    expect(rejected).toEqual([
      { id: 'wasm', reason: 'there is no SIMD here.' },
      { id: 'webgl', reason: 'context lost.' },
      { id: 'odd', reason: 'a string.' },
    ]);
    expect(log).toEqual(['init node']);
  });

  it('gives every reason when none works', async () => {
    const cause = new Error('context lost');
    const error = await failureOf(
      selectRuntime(
        registryOf(
          runtime('wasm', 40, { isSupported: unsupported }),
          runtime('webgl', 30, {
            init: async () => {
              throw cause;
            },
          }),
          runtime('slow', 0),
        ),
        'auto',
      ),
    );
    expect(error.code).toBe('FER_RUNTIME_UNAVAILABLE');
    expect(error.message).toBe(
      'No runtime works here:\n  wasm: there is no SIMD here.\n  webgl: context lost.',
    );
    expect(error.details.rejected).toHaveLength(2);
    expect((error.cause as AggregateError).errors).toEqual([cause]);
  });

  it.each([0, -1])('never picks priority %d', async (priority) => {
    const error = await failureOf(selectRuntime(registryOf(runtime('slow', priority)), 'auto'));
    expect(error.code).toBe('FER_RUNTIME_UNAVAILABLE');
    expect(error.message).toContain('no runtime to choose from');
  });
});

describe('selectRuntime(id)', () => {
  it('initialises the one that is asked for, also of priority 0', async () => {
    log.length = 0;
    const { runtime: chosen } = await selectRuntime(
      registryOf(runtime('wasm', 40), runtime('slow', 0)),
      'slow',
    );
    expect(chosen.id).toBe('slow');
    expect(log).toEqual(['init slow']);
  });

  it('says why it does not work and what would', async () => {
    const error = await failureOf(
      selectRuntime(
        registryOf(
          runtime('wasm', 40, { isSupported: unsupported }),
          runtime('webgl', 30, { isSupported: unsupported }),
          runtime('cpu', 10),
        ),
        'wasm',
      ),
    );
    expect(error.code).toBe('FER_RUNTIME_UNAVAILABLE');
    expect(error.message).toBe(
      'The runtime "wasm" does not work here: there is no SIMD here. Supported here: cpu; or leave the choice to "auto".',
    );
    expect(error.details).toMatchObject({ requested: 'wasm', supported: ['cpu'] });
  });

  it('keeps what its start threw as the cause', async () => {
    const cause = new Error('context lost');
    const failing = runtime('webgl', 30, {
      init: async () => {
        throw cause;
      },
    });
    const throwing = runtime('odd', 1, {
      isSupported: () => {
        throw new Error('odd');
      },
    });
    const error = await failureOf(selectRuntime(registryOf(failing, throwing), 'webgl'));
    expect(error.code).toBe('FER_RUNTIME_UNAVAILABLE');
    expect(error.message).toContain('context lost. No other runtime is supported here either.');
    expect(error.cause).toBe(cause);
  });

  it('does not know every id', async () => {
    const error = await failureOf(selectRuntime(registryOf(runtime('cpu', 10)), 'gpu'));
    expect(error.code).toBe('FER_UNKNOWN_ID');
    expect(error.message).toContain('Did you mean "cpu"?');
  });
});

describe('selectRuntime([ids])', () => {
  const registry = registryOf(
    runtime('wasm', 40, { isSupported: unsupported }),
    runtime('webgl', 30),
    runtime('cpu', 10),
    runtime('slow', 0),
  );

  it.each<[RuntimeRequest, string, string[]]>([
    [['wasm', 'slow', 'cpu'], 'slow', ['wasm']],
    [['cpu', 'webgl'], 'cpu', []],
    [['wasm', 'auto'], 'webgl', ['wasm']],
    [['wasm', 'wasm', 'cpu'], 'cpu', ['wasm']],
  ])('tries %j in order', async (ids, chosen, passedOver) => {
    const selected = await selectRuntime(registry, ids);
    expect(selected.runtime.id).toBe(chosen);
    expect(selected.rejected.map(({ id }) => id)).toEqual(passedOver);
  });

  it('gives every reason when none works', async () => {
    const error = await failureOf(selectRuntime(registry, ['wasm']));
    expect(error.code).toBe('FER_RUNTIME_UNAVAILABLE');
    expect(error.message).toBe('No runtime works here:\n  wasm: there is no SIMD here.');
    expect(error.details).toMatchObject({ requested: ['wasm'], rejected: [{ id: 'wasm' }] });
  });

  it('starts none if one of them is unknown', async () => {
    log.length = 0;
    const error = await failureOf(selectRuntime(registry, ['cpu', 'wsam']));
    expect(error.code).toBe('FER_UNKNOWN_ID');
    expect(error.message).toContain('Did you mean "wasm"?');
    expect(log).toEqual([]);
  });

  it.each([[[]], [7], [null], [[7]], [{}]])('FER_INVALID_ARGUMENT for %j', async (requested) => {
    const error = await failureOf(selectRuntime(registry, requested as RuntimeRequest));
    expect(error.code).toBe('FER_INVALID_ARGUMENT');
    expect(error.message).toContain('There are wasm, webgl, cpu, slow.');
  });
});

describe('loadOnRuntime', () => {
  const network = emptyNetwork();
  const failing = (error: unknown): Partial<Runtime> => ({
    load: async () => {
      throw error;
    },
  });
  const unable = new FerError('FER_GRAPH_UNSUPPORTED', 'It has no separable convolutions');

  it.each([
    unable,
    new FerError('FER_RUNTIME_FAILED', 'It trapped'),
    new FerError('FER_RUNTIME_UNAVAILABLE', 'It is gone'),
    new RangeError('Out of memory'),
  ])('passes over a runtime that cannot run this network: %s', async (error) => {
    const registry = registryOf(
      runtime('wasm', 40, failing(error)),
      runtime('cpu', 10, { load: async () => network }),
    );
    for (const requested of ['auto', ['wasm', 'cpu']]) {
      const loaded = await loadOnRuntime(registry, requested, TINY_MODEL);
      expect(loaded.runtime.id).toBe('cpu');
      expect(loaded.network).toBe(network);
      expect(loaded.rejected).toEqual([{ id: 'wasm', reason: `${error.message}.` }]);
    }
  });

  it.each(['FER_GRAPH_INVALID', 'FER_WEIGHTS_MISMATCH', 'FER_INVALID_ARGUMENT'] as const)(
    'does not take %s for the failing of a runtime',
    async (code) => {
      log.length = 0;
      const error = new FerError(code, 'The network is bad');
      const registry = registryOf(runtime('wasm', 40, failing(error)), runtime('cpu', 10));
      expect(await failureOf(loadOnRuntime(registry, 'auto', TINY_MODEL))).toBe(error);
      expect(log).toEqual(['init wasm']);
    },
  );

  it('gives every reason when none can', async () => {
    const registry = registryOf(
      runtime('wasm', 40, failing(unable)),
      runtime('cpu', 10, { isSupported: unsupported }),
    );
    const error = await failureOf(loadOnRuntime(registry, 'auto', TINY_MODEL));
    expect(error.code).toBe('FER_RUNTIME_UNAVAILABLE');
    expect(error.message).toBe(
      'No runtime works here:\n  wasm: It has no separable convolutions.\n  cpu: there is no SIMD here.',
    );
    expect((error.cause as AggregateError).errors).toEqual([unable]);
  });

  it('throws what the one that was asked for throws', async () => {
    const registry = registryOf(runtime('wasm', 40, failing(unable)), runtime('cpu', 10));
    expect(await failureOf(loadOnRuntime(registry, 'wasm', TINY_MODEL))).toBe(unable);
  });

  it('stops when aborted, and lets go of what was loaded meanwhile', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    let disposed = 0;
    const slow = runtime('wasm', 40, {
      load: async () => {
        controller.abort(reason);
        return { ...network, dispose: () => disposed++ };
      },
    });
    const failed = runtime('first', 50, failing(unable));
    const registry = registryOf(failed, slow);
    expect(await failureOf(loadOnRuntime(registry, 'auto', TINY_MODEL, controller.signal))).toBe(reason);
    expect(disposed).toBe(1);
    expect(await failureOf(loadOnRuntime(registry, 'auto', TINY_MODEL, controller.signal))).toBe(reason);
  });
});
