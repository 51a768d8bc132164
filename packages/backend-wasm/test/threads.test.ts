import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { JobRunner } from '../src/engine/job-runner.ts';
import { StepRunner } from '../src/engine/step-runner.ts';
import type { KernelExports } from '../src/kernel-exports.ts';
import { compileKernels, instantiateKernels } from '../src/module.ts';
import { columnSums } from '../src/steps/column-sums.ts';
import { ThreadPool } from '../src/threads/thread-pool.ts';
import { trainingBinaries } from '../src/training-binaries.ts';
import { readWasmBinary } from '../src/wasm-binary.ts';
import { compileAssembly } from './compile-assembly.ts';
import { randomValues } from './on-backends.ts';

const control = 64;
const pools: ThreadPool[] = [];
afterEach(() => {
  for (const pool of pools.splice(0)) void pool.dispose();
});

/** Kernels on a shared memory of their own, whose workers run `workerModule` (default: the kernels too). */
async function createPool(
  threads: number,
  workerModule?: WebAssembly.Module,
  patience?: number,
): Promise<{ pool: ThreadPool; memory: WebAssembly.Memory; exports: KernelExports }> {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true });
  const module = await compileKernels(await readWasmBinary(trainingBinaries, {}, { shared: true }));
  const exports = await instantiateKernels(module, memory);
  const pool = new ThreadPool({
    module: workerModule ?? module,
    exports,
    memory,
    control,
    threads,
    patience,
  });
  pools.push(pool);
  return { pool, memory, exports };
}

const rows = 777;
const columns = 300;

/** Sums `values` in a memory's second megabyte, by the pool if there is one. */
function sumColumns(memory: WebAssembly.Memory, exports: KernelExports, pool?: ThreadPool): Float32Array {
  let free = 3 * 2 ** 20;
  const runner = new StepRunner(new JobRunner(exports, pool), {
    reserve: (bytes) => {
      free += bytes + 63;
      return (free - bytes) & ~63;
    },
    release: () => undefined,
    writeInt32: (address, words) => new Int32Array(memory.buffer, address, words.length).set(words),
  });
  const x = 2 ** 20;
  const out = 2 ** 12;
  new Float32Array(memory.buffer, x, rows * columns).set(randomValues([rows, columns], 5).data);
  runner.run(columnSums({ x, out }, rows, columns));
  return new Float32Array(memory.buffer, out, columns).slice();
}

/** A module in place of the kernels: its `work` does what `body` says. */
const compileWorker = (body: string) =>
  compileAssembly(`export function work(control: usize, thread: i32): void { ${body} }`, true);

/** What a worker does first: it takes a chunk, as the kernels do. */
const takeChunk =
  'while (atomic.load<i32>(control) <= 0) {} atomic.sub<i32>(control, 1); store<i32>(control + 512 + 4 * thread, 1);';

describe('threads', () => {
  it.each([2, 3, 5])('%i of them give the bits that one gives', async (threads) => {
    const { pool, memory, exports } = await createPool(threads);
    await pool.ready;
    const expected = sumColumns(memory, exports);
    for (let repetition = 0; repetition < 50; repetition++) {
      expect(sumColumns(memory, exports, pool)).toEqual(expected);
    }
  });

  it('need not be up: the caller computes what they would', async () => {
    const { pool, memory, exports } = await createPool(3);
    expect(sumColumns(memory, exports, pool)).toEqual(sumColumns(memory, exports));
  });

  it('wake up after they have slept', async () => {
    const { pool, memory, exports } = await createPool(2);
    await pool.ready;
    const expected = sumColumns(memory, exports);
    for (let repetition = 0; repetition < 5; repetition++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(sumColumns(memory, exports, pool)).toEqual(expected);
    }
  });

  it('refuse to work after they were disposed of', async () => {
    const { pool, memory, exports } = await createPool(2);
    await pool.dispose();
    await pool.dispose();
    expect(() => sumColumns(memory, exports, pool)).toThrow(
      expect.objectContaining({ code: 'FER_DISPOSED' }),
    );
  });
});

describe('a worker that fails', () => {
  it('in a kernel is named, with its reason', async () => {
    const { pool, memory, exports } = await createPool(2, await compileWorker(`${takeChunk} unreachable();`));
    await pool.ready;
    const failure = expect.objectContaining({
      code: 'FER_RUNTIME_FAILED',
      message: expect.stringMatching(/fer-wasm-1 of 1 failed: RuntimeError: unreachable/),
      details: expect.objectContaining({ thread: 1, threads: 2 }),
    });
    await expect(async () => {
      for (let repetition = 0; repetition < 10_000; repetition++) {
        sumColumns(memory, exports, pool);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }).rejects.toThrow(failure);
    expect(() => sumColumns(memory, exports, pool), 'and for good').toThrow(failure);
  });

  it('by ending is named at the next job', async () => {
    const { pool, memory, exports } = await createPool(2, await compileWorker('return;'));
    await pool.ready;
    await expect(async () => {
      for (;;) {
        sumColumns(memory, exports, pool);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }).rejects.toThrow(/fer-wasm-1 of 1 failed: it ended with code 0/);
  });

  it('by never coming to an end is named, and is no hang', async () => {
    const { pool, memory, exports } = await createPool(
      2,
      await compileWorker(`${takeChunk} while (true) {}`),
      200,
    );
    await pool.ready;
    await expect(async () => {
      for (;;) {
        sumColumns(memory, exports, pool);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }).rejects.toThrow(/fer-wasm-1 of 1 failed: it has not come to an end for 0.2 s/);
  });

  it('to start is named', async () => {
    const empty = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    const { pool } = await createPool(2, empty);
    await expect(pool.ready).rejects.toThrow(/fer-wasm-1 of 1 failed: .*the module has no function work/);
  });
});

describe('a Node process', () => {
  const script = fileURLToPath(new URL('./__fixtures__/threads-in-child.ts', import.meta.url));
  const run = (mode: string) =>
    promisify(execFile)(process.execPath, ['--conditions=@fer/source', '--import', 'tsx', script, mode], {
      timeout: 30_000,
    });

  it('ends by itself while threads sleep', async () => {
    expect((await run('exit')).stdout).toBe('21,24,27 on 3 threads\n');
  });

  it.runIf(process.platform === 'linux')('keeps no worker after dispose', async () => {
    expect((await run('dispose')).stdout).toBe('2 threads fewer\n');
  });
});
