import { isNode } from '@fer/core';

/** `i32.const 0; i8x16.splat; drop`, the smallest module with SIMD (WebAssembly core specification 2.0, 5.4.8). */
const simdProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
]);

/** Two splats and `i8x16.relaxed_swizzle` (GoogleChromeLabs/wasm-feature-detect, src/detectors/relaxed-simd). */
const relaxedSimdProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2,
  253, 15, 253, 128, 2, 11,
]);

/** Whether this engine runs WebAssembly SIMD (Chrome 91, Firefox 89, Safari 16.4, Node 16.4 and later). */
export async function isWasmSimdSupported(): Promise<boolean> {
  return validates(simdProbe);
}

/**
 * Whether this engine runs relaxed SIMD, whose fused multiply-add makes the kernels about a quarter faster (Chrome
 * 114, Node 22 and later; Node 20 after `enableRelaxedSimd`).
 */
export async function isRelaxedSimdSupported(): Promise<boolean> {
  return validates(relaxedSimdProbe);
}

/**
 * Turns on relaxed SIMD in Node 20, where V8 has it behind a flag. For applications (a training command), before
 * `registerWasmBackend`: it changes a setting of the whole process, so no library of ours does it by itself.
 *
 * A fused multiply-add rounds once instead of twice: a training that must repeat bit for bit has to run with it, or
 * without it, from start to end.
 *
 * @returns whether relaxed SIMD works now
 */
export async function enableRelaxedSimd(): Promise<boolean> {
  if (validates(relaxedSimdProbe)) return true;
  if (!isNode()) return false;
  process.getBuiltinModule('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd');
  return validates(relaxedSimdProbe);
}

function validates(probe: Uint8Array<ArrayBuffer>): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(probe);
}
