import { readFile } from 'node:fs/promises';
import { argumentsOf, type Step, scratchBytesOf } from '../src/engine/step.ts';
import { compileKernels, instantiateKernels } from '../src/module.ts';

/** Steps on a memory of their own, without tfjs. */
export interface StepMemory {
  /** Copies floats in. @returns their address */
  put(values: ArrayLike<number>): number;
  putInt32(values: ArrayLike<number>): number;
  /** Room for results, filled with NaN and fenced, so that what was not written or should not have been shows. */
  room(floats: number): number;
  floats(address: number, length: number): Float32Array;
  int32(address: number, length: number): Int32Array;
  /** All chunks in order, on one thread. */
  run(...steps: Step[]): void;
  /** The chunks from the last to the first, on three threads' scratch, which is full of NaN. */
  runReversed(...steps: Step[]): void;
  /** @throws if anything was written beside a room */
  assertFences(): void;
}

const fenceFloats = 16;

/** @param pages of 64 kB */
export async function createStepMemory(pages = 256): Promise<StepMemory> {
  const memory = new WebAssembly.Memory({ initial: pages });
  const binary = await readFile(new URL('../build/fer-training.wasm', import.meta.url));
  const exports = await instantiateKernels(await compileKernels(binary), memory);
  const fences: number[] = [];
  let next = 64;

  const reserve = (length: number) => {
    const address = next;
    next = Math.ceil((next + length * 4) / 64) * 64;
    if (next > memory.buffer.byteLength) throw new Error('the memory of the test is too small');
    return address;
  };
  const floats = (address: number, length: number) => new Float32Array(memory.buffer, address, length);
  const int32 = (address: number, length: number) => new Int32Array(memory.buffer, address, length);
  const fence = () => {
    const address = reserve(fenceFloats);
    floats(address, fenceFloats).fill(123);
    fences.push(address);
  };

  const assertWhole = (addresses: readonly number[]) => {
    for (const address of addresses) {
      if (floats(address, fenceFloats).every((value) => value === 123)) continue;
      throw new Error(`something wrote to a fence at ${address}`);
    }
  };

  const run = (step: Step, threads: number, chunkAt: (index: number) => number) => {
    const start = next;
    const length = scratchBytesOf(step) / 4;
    // Each thread's scratch memory has a fence behind it.
    const stride = length + fenceFloats;
    const scratch = reserve(stride * threads);
    const ownFences = Array.from({ length: threads }, (_, thread) => {
      const address = scratch + thread * stride * 4;
      floats(address, length).fill(Number.NaN);
      return address + length * 4;
    });
    for (const address of ownFences) floats(address, fenceFloats).fill(123);
    const words = argumentsOf(step, scratch, stride * 4);
    const args = reserve(words.length);
    int32(args, words.length).set(words);
    for (let index = 0; index < step.chunks; index++) {
      exports.run_chunk(step.op, args, chunkAt(index), index % threads);
    }
    assertWhole(ownFences);
    next = start;
  };

  return {
    put(values) {
      const address = reserve(values.length);
      floats(address, values.length).set(values);
      return address;
    },
    putInt32(values) {
      const address = reserve(values.length);
      int32(address, values.length).set(values);
      return address;
    },
    room(length) {
      fence();
      const address = reserve(length);
      floats(address, length).fill(Number.NaN);
      // The fence begins with the next float, not with the next line.
      floats(address + length * 4, (next - address) / 4 - length).fill(123);
      fence();
      return address;
    },
    floats,
    int32,
    run(...steps) {
      for (const step of steps) run(step, 1, (index) => index);
    },
    runReversed(...steps) {
      for (const step of steps) run(step, 3, (index) => step.chunks - 1 - index);
    },
    assertFences: () => assertWhole(fences),
  };
}
