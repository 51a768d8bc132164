import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { FerError } from '@fer/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  createWasmOptimizer,
  isWasmSimdSupported,
  registerWasmBackend,
  wasmBackendThreads,
} from '../src/index.ts';

it('fails with the address when the kernels are not there, and works at the next call', async () => {
  tf.env().set('IS_TEST', true);
  const missing = registerWasmBackend({ wasmUrl: new URL('./nowhere/fer-training.wasm', import.meta.url) });
  const error = await missing.catch((cause: unknown) => cause);
  expect(FerError.isInstance(error) && error.code).toBe('FER_RUNTIME_UNAVAILABLE');
  expect(String(error)).toContain('nowhere/fer-training.wasm');

  await registerWasmBackend();
  expect(tf.getBackend()).toBe('wasm');
  expect(tf.getKernel('Conv2DBackpropFilter', 'wasm')).toBeDefined();
});

it('shares one registration between callers', async () => {
  const kernel = () => tf.getKernel('BatchMatMul', 'wasm').kernelFunc;
  await Promise.all([registerWasmBackend(), registerWasmBackend()]);
  const first = kernel();
  await registerWasmBackend();
  expect(kernel()).toBe(first);
});

it('makes the backend active again', async () => {
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  await registerWasmBackend();
  expect(tf.getBackend()).toBe('wasm');
});

it('steps aside when tfjs disposes of the backend, and registers anew', async () => {
  const kernel = () => tf.getKernel('Conv2D', 'wasm').kernelFunc;
  await registerWasmBackend({ threads: 2 });
  const ours = kernel();
  tf.engine().reset();
  expect(kernel()).not.toBe(ours);
  expect(tf.getKernel('Conv2DBackpropFilter', 'wasm')).toBeUndefined();
  expect(wasmBackendThreads()).toBe(1);
  expect(() =>
    createWasmOptimizer({ type: 'sgd', momentum: 0, nesterov: false, weightDecay: 0 }, []),
  ).toThrow(expect.objectContaining({ code: 'FER_RUNTIME_UNAVAILABLE' }));

  await registerWasmBackend({ threads: 1 });
  expect(kernel()).not.toBe(ours);
  const x = tf.ones<tf.Rank.R4>([1, 3, 3, 1]);
  const filter = tf.ones<tf.Rank.R4>([2, 2, 1, 1]);
  expect(Array.from(await tf.conv2d(x, filter, 1, 'valid').data())).toEqual([4, 4, 4, 4]);
});

it.each([0, 1.5, 65, Number.NaN])('refuses %s threads', async (threads) => {
  tf.engine().reset();
  await expect(registerWasmBackend({ threads })).rejects.toMatchObject({
    code: 'FER_INVALID_ARGUMENT',
    message: expect.stringContaining(`from 1 to 64, but is ${threads}`),
  });
});

it('refuses a file that is not the kernels', async () => {
  const { instantiateKernels } = await import('../src/module.ts');
  const memory = new WebAssembly.Memory({ initial: 1 });
  await expect(instantiateKernels(new Uint8Array([1, 2, 3]), memory)).rejects.toMatchObject({
    code: 'FER_RUNTIME_UNAVAILABLE',
  });
});

it('leaves no process listeners of Emscripten behind', () => {
  const sources = ['uncaughtException', 'unhandledRejection'].flatMap((event) =>
    process.listeners(event as never).map(String),
  );
  expect(
    sources.filter((source) => /ExitStatus|^function\s*\(reason\)\s*\{\s*throw reason/.test(source)),
  ).toEqual([]);
});

it('finds SIMD here', async () => {
  expect(await isWasmSimdSupported()).toBe(true);
});

/** Most bytes of a binary as gzip sends it. */
const sizes = { 'fer-kernels': 13_300, 'fer-training': 40_000 };
const kinds = ['', '-relaxed', '-threads', '-relaxed-threads'];
const binaryNames = Object.keys(sizes).flatMap((name) => kinds.map((kind) => `${name}${kind}.wasm`));

it('has small binaries', async () => {
  for (const [name, limit] of Object.entries(sizes)) {
    for (const kind of kinds) {
      const binary = await readFile(new URL(`../build/${name}${kind}.wasm`, import.meta.url));
      expect(gzipSync(binary).length, name + kind).toBeLessThan(limit);
    }
  }
});

it('has binaries without data, globals or a memory of their own', async () => {
  for (const name of binaryNames) {
    const sections = await wasmSections(new URL(`../build/${name}`, import.meta.url));
    expect(sections, name).not.toContain(5); // memory
    expect(sections, name).not.toContain(6); // global
    expect(sections, name).not.toContain(11); // data
  }
});

/** The ids of a binary's sections (WebAssembly core specification, 5.5.2). */
async function wasmSections(url: URL): Promise<number[]> {
  const bytes = await readFile(url);
  const ids: number[] = [];
  let at = 8;
  while (at < bytes.length) {
    ids.push(bytes[at++]!);
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    at += size;
  }
  return ids;
}

it('computes the same with relaxed SIMD, up to rounding', async () => {
  const script = `
    import { enableRelaxedSimd, registerWasmBackend } from '@fer/backend-wasm';
    import * as tf from '@tensorflow/tfjs-core';
    if (process.argv[1] === 'relaxed' && !(await enableRelaxedSimd())) throw new Error('no relaxed SIMD');
    await registerWasmBackend();
    const x = tf.randomUniform([2, 9, 9, 8], -1, 1, 'float32', 1);
    const filter = tf.randomUniform([3, 3, 8, 16], -1, 1, 'float32', 2);
    process.stdout.write(JSON.stringify([...tf.conv2d(x, filter, 1, 'valid').dataSync()]));`;
  const run = async (mode: string) => {
    const options = [
      '--conditions=@fer/source',
      '--import',
      'tsx',
      '--input-type=module',
      '--eval',
      script,
      mode,
    ];
    const { stdout } = await promisify(execFile)(process.execPath, options, {
      cwd: new URL('..', import.meta.url),
    });
    return JSON.parse(stdout) as number[];
  };
  const [plain, relaxed] = await Promise.all([run('plain'), run('relaxed')]);
  const largest = Math.max(...plain.map(Math.abs));
  const difference = Math.max(...plain.map((value, index) => Math.abs(value - relaxed[index]!)));
  expect(difference / largest).toBeLessThan(2e-6);
  const hasItAnyway = Number(process.versions.node.split('.')[0]) >= 22;
  if (!hasItAnyway) expect(difference).toBeGreaterThan(0);
});
