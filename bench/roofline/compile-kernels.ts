import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

/** The functions of `kernels.as`. */
export interface RooflineKernels {
  eight_sums(iterations: number): number;
  twelve_sums(iterations: number): number;
  product_tile(iterations: number): number;
  read(byteLength: number, passes: number): number;
  copy(byteLength: number, passes: number): void;
}

const PAGE_BYTES = 65_536;

/**
 * Compiles `kernels.as` on a memory of its own.
 *
 * @param memoryBytes how much it may read and write
 * @param relaxed whether multiply-add is one instruction
 */
export async function compileKernels(memoryBytes: number, relaxed: boolean): Promise<RooflineKernels> {
  const source = readFileSync(join(import.meta.dirname, 'kernels.as'), 'utf8');
  const pages = Math.ceil(memoryBytes / PAGE_BYTES);
  const { binary, error, stderr } = await asc.compileString(
    { 'kernels.ts': source },
    {
      runtime: 'stub',
      optimizeLevel: 3,
      noAssert: true,
      enable: relaxed ? ['simd', 'relaxed-simd'] : ['simd'],
      initialMemory: pages,
      maximumMemory: pages,
    },
  );
  if (error !== null || binary === null) throw new Error(`kernels.as does not compile: ${stderr}`);
  const { instance } = await WebAssembly.instantiate(binary.slice());
  return instance.exports as unknown as RooflineKernels;
}
