import { describe, expect, it } from 'vitest';
import { FerError } from '../errors.ts';
import type { ImageDecoder } from '../extension-points/image-decoder.ts';
import type { Runtime } from '../extension-points/runtime.ts';
import { definePlugin, type Plugin } from './define-plugin.ts';
import { createRegistry } from './registry.ts';

const runtime = (id: string, changes: Record<string, unknown> = {}): Runtime =>
  ({
    id,
    apiVersion: 1,
    description: 'for tests',
    priority: 1,
    isSupported: async () => ({ supported: true }),
    init: async () => {},
    load: async () => {
      throw new Error('not for tests');
    },
    ...changes,
  }) as Runtime;

const decoder = (id: string): ImageDecoder => ({
  id,
  apiVersion: 1,
  isSupported: async () => true,
  sniff: () => true,
  decode: async () => ({ data: new Uint8Array(1), width: 1, height: 1, channels: 1 }),
});

const withRuntimes = (name: string, ...runtimes: Runtime[]): Plugin =>
  definePlugin({ name, apiVersion: 1, contributes: { runtimes } });

/** The error that `run` throws, which must be a FerError. */
function errorOf(run: () => unknown): FerError {
  try {
    run();
  } catch (error) {
    if (FerError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('Expected an error, but none was thrown');
}

describe('createRegistry', () => {
  it('finds what plugins contributed, in their order', () => {
    const wasm = runtime('wasm');
    const cpu = runtime('cpu');
    const sharp = decoder('sharp');
    const registry = createRegistry([
      withRuntimes('one', wasm),
      definePlugin({ name: 'two', apiVersion: 1, contributes: { runtimes: [cpu], decoders: [sharp] } }),
    ]);

    expect(registry.runtimes.list()).toEqual([wasm, cpu]);
    expect(registry.runtimes.get('cpu')).toBe(cpu);
    expect(registry.decoders.get('sharp')).toBe(sharp);
    expect(registry.runtimes.has('sharp')).toBe(false);
    expect(registry.detectors.list()).toEqual([]);
    expect(registry.weightsSources.list()).toEqual([]);
    expect(registry.weightsFormats.list()).toEqual([]);
    expect(registry.architectures.list()).toEqual([]);
  });

  it('keeps registries apart', () => {
    const first = createRegistry([withRuntimes('one', runtime('wasm'))]);
    const second = createRegistry([]);
    expect(first.runtimes.has('wasm')).toBe(true);
    expect(second.runtimes.has('wasm')).toBe(false);
  });

  it('lets one id stand at two extension points', () => {
    const plugin: Plugin = {
      name: 'both',
      apiVersion: 1,
      contributes: { runtimes: [runtime('x')], decoders: [decoder('x')] },
    };
    expect(createRegistry([plugin]).decoders.has('x')).toBe(true);
  });

  it('refuses two contributions of one id and names both plugins', () => {
    const error = errorOf(() =>
      createRegistry([withRuntimes('ours', runtime('wasm')), withRuntimes('theirs', runtime('wasm'))]),
    );
    expect(error.code).toBe('FER_PLUGIN_DUPLICATE');
    expect(error.message).toBe(
      'Plugins "ours" and "theirs" both give a runtime "wasm". Leave one of them out.',
    );
    expect(error.details).toEqual({ id: 'wasm', plugins: ['ours', 'theirs'] });
  });

  it('says when one plugin is listed twice', () => {
    const plugin = withRuntimes('ours', runtime('wasm'));
    const error = errorOf(() => createRegistry([plugin, plugin]));
    expect(error.code).toBe('FER_PLUGIN_DUPLICATE');
    expect(error.message).toContain('"ours" gives the runtime "wasm" twice');
  });

  it('lists the ids there are when one is unknown, and the nearest', () => {
    const registry = createRegistry([withRuntimes('one', runtime('wasm'), runtime('webgl'))]);
    const error = errorOf(() => registry.runtimes.get('wsam'));
    expect(error.code).toBe('FER_UNKNOWN_ID');
    expect(error.message).toBe('There is no runtime "wsam". Did you mean "wasm"? Available: wasm, webgl.');
    expect(error.details).toEqual({ id: 'wsam', available: ['wasm', 'webgl'], suggestion: 'wasm' });
  });

  it.each([undefined, null, 7, {}, Symbol('wasm'), 'x'.repeat(2 ** 24)])(
    'FER_UNKNOWN_ID in few words',
    (id) => {
      const registry = createRegistry([withRuntimes('one', runtime('wasm'))]);
      const error = errorOf(() => registry.runtimes.get(id as never));
      expect(error.code).toBe('FER_UNKNOWN_ID');
      expect(error.message).toContain('Available: wasm.');
      expect(error.message.length).toBeLessThan(200);
    },
  );

  it('says what to do when there is nothing to choose from', () => {
    const error = errorOf(() => createRegistry([]).detectors.get('blazeface'));
    expect(error.code).toBe('FER_UNKNOWN_ID');
    expect(error.message).toContain('No plugin gives a face detector');
  });
});

describe('a plugin that breaks its contract', () => {
  const contributing = (contributes: unknown) => ({ name: 'bad', apiVersion: 1, contributes });

  it.each<[string, unknown, string]>([
    [
      'throws when it is read',
      Object.defineProperty({}, 'name', {
        get() {
          throw new Error('odd');
        },
      }),
      'The plugins cannot be read: odd.',
    ],
    ['is nothing', undefined, 'The plugin must be an object, but it is undefined.'],
    [
      'has no name',
      { apiVersion: 1, contributes: {} },
      'The plugin needs a `name`, a string, but has undefined.',
    ],
    [
      'has another version',
      { name: 'bad', apiVersion: 2, contributes: {} },
      'plugin "bad" must have `apiVersion` 1, but has 2',
    ],
    [
      'contributes nothing',
      { name: 'bad', apiVersion: 1 },
      'needs `contributes`, an object, but has undefined',
    ],
    [
      'contributes to an unknown point',
      contributing({ runtime: [] }),
      'contributes to "runtime", which does not exist; there are architectures,',
    ],
    [
      'contributes no array',
      contributing({ runtimes: runtime('x') }),
      'needs an array in `contributes.runtimes`',
    ],
    [
      'contributes null',
      contributing({ runtimes: [null] }),
      'The runtime 1 of plugin "bad" must be an object, but it is null.',
    ],
    [
      'gives a part without id',
      contributing({ runtimes: [runtime('')] }),
      'The runtime 1 of plugin "bad" needs an `id`, a string, but has \'\'',
    ],
    [
      'gives a part of another version',
      contributing({ runtimes: [runtime('x', { apiVersion: '1' })] }),
      'The runtime "x" of plugin "bad" must have `apiVersion` 1, but has \'1\'',
    ],
    [
      'gives a part without a method',
      contributing({ runtimes: [runtime('x', { load: undefined })] }),
      'The runtime "x" of plugin "bad" needs `load`, a function, but has undefined.',
    ],
    [
      'gives a part with a member of another type',
      contributing({ runtimes: [runtime('x', { priority: '5' })] }),
      "needs `priority`, a number, but has '5'",
    ],
    [
      'gives a priority that is no number',
      contributing({ runtimes: [runtime('x', { priority: Number.NaN })] }),
      'needs `priority`, a number, but has NaN',
    ],
    [
      'takes the reserved runtime id',
      contributing({ runtimes: [runtime('auto')] }),
      'must not have the id "auto"',
    ],
  ])('%s', (_, plugin, message) => {
    const error = errorOf(() => createRegistry([plugin as Plugin]));
    expect(error.code).toBe('FER_PLUGIN_INVALID');
    expect(error.message).toContain(message);
  });

  it.each([undefined, null, 'plugin', {}, 7])('FER_PLUGIN_INVALID for %j instead of plugins', (plugins) => {
    const error = errorOf(() => createRegistry(plugins as never));
    expect(error.code).toBe('FER_PLUGIN_INVALID');
    expect(error.message).toContain('The plugins must be an array, but are');
  });

  it('is not refused for an extension point that is spelled out as undefined', () => {
    expect(createRegistry([contributing({ runtimes: undefined }) as Plugin]).runtimes.list()).toEqual([]);
  });
});
