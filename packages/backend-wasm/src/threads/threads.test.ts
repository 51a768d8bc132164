import { afterEach, describe, expect, it, vi } from 'vitest';
import { everyLayerModel } from '../inference/__fixtures__/every-layer.ts';
import { pixelsFor } from '../inference/__fixtures__/random-model.ts';
import { compile, createInference } from '../inference/index.ts';
import { resolveThreads, threadsSupport } from './threads.ts';

afterEach(() => vi.restoreAllMocks());

const { getBuiltinModule } = process;

/** What Deno does where a permission is missing. */
function notCapable(): never {
  throw Object.assign(new Error('Requires sys access to "cpus"'), { name: 'NotCapable' });
}

function forbid(...names: string[]): void {
  vi.spyOn(process, 'getBuiltinModule').mockImplementation(((name: string) =>
    names.includes(name)
      ? new Proxy({}, { get: () => notCapable })
      : getBuiltinModule(name as 'node:os')) as never);
}

describe('without permission', () => {
  it('to see the processors one thread computes', () => {
    forbid('node:os');
    expect(resolveThreads(undefined)).toBe(1);
    forbid('node:os', 'node:fs');
    expect(resolveThreads(undefined)).toBe(1);
  });

  it('to see how they are built all of them compute', () => {
    const { availableParallelism } = getBuiltinModule('node:os');
    forbid('node:fs');
    expect(resolveThreads(undefined)).toBeGreaterThanOrEqual(Math.min(4, availableParallelism()));
  });

  it('to start workers the calling thread computes alone, unless more were asked for', async () => {
    const model = everyLayerModel();
    const pixels = pixelsFor(model, 1);
    const plan = compile(model, { batch: 1 });
    const alone = await createInference({ threads: 1 }).load(plan);
    const expected = await alone.predict(pixels, 1);

    const os = { ...getBuiltinModule('node:os'), availableParallelism: () => 2 };
    const workers = {
      Worker: class {
        constructor() {
          notCapable();
        }
      },
    };
    vi.spyOn(process, 'getBuiltinModule').mockImplementation(((name: string) =>
      name === 'node:os'
        ? os
        : name === 'node:worker_threads'
          ? workers
          : getBuiltinModule(name as 'node:fs')) as never);
    const network = await createInference().load(plan);
    expect(await network.predict(pixels, 1)).toEqual(expected);
    const demanding = await createInference({ threads: 2 }).load(plan);
    await expect(demanding.predict(pixels, 1)).rejects.toMatchObject({
      code: 'FER_RUNTIME_FAILED',
      message: expect.stringMatching(/fer-wasm-1 of 1 failed: NotCapable.*`threads: 1`/),
    });
    for (const each of [alone, network, demanding]) each.dispose();
  });
});

it('reserves its addresses once', () => {
  threadsSupport();
  const reserve = vi.spyOn(WebAssembly, 'Memory');
  for (let call = 0; call < 10; call++) expect(threadsSupport()).toEqual({ supported: true });
  expect(reserve).not.toHaveBeenCalled();
});
