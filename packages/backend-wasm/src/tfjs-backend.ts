import { FerError } from '@fer/core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { isNode } from './platform.ts';
import { withoutEmscriptenListeners } from './process-listeners.ts';
import type { TfjsWasmBackend } from './tfjs-heap.ts';

/** A folder's address, ending in `/`, or the address of each binary. */
export type TfjsWasmPaths =
  | string
  | {
      readonly 'tfjs-backend-wasm.wasm': string;
      readonly 'tfjs-backend-wasm-simd.wasm': string;
      readonly 'tfjs-backend-wasm-threaded-simd.wasm': string;
    };

/**
 * tfjs's binary as this package ships it, in a form that bundlers find (see `wasm-binary.ts`). tfjs wants an address
 * for all three of its builds, but with SIMD and without threads it only ever asks for one.
 */
function ownPaths(): TfjsWasmPaths {
  const { href } = new URL('../build/tfjs-backend-wasm-simd.wasm', import.meta.url);
  return {
    'tfjs-backend-wasm.wasm': href,
    'tfjs-backend-wasm-simd.wasm': href,
    'tfjs-backend-wasm-threaded-simd.wasm': href,
  };
}

/**
 * Starts tfjs's wasm backend (its single-threaded SIMD build) and makes it the active one.
 *
 * @returns the backend and the memory that its tensors live in
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if it does not start, or already runs a build whose memory the kernels
 * cannot share
 */
export async function activateTfjsWasm(
  paths?: TfjsWasmPaths,
): Promise<{ backend: TfjsWasmBackend; memory: WebAssembly.Memory }> {
  // tfjs's threads would put the tensors into a shared memory, which needs another build of the kernels.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (paths !== undefined) setWasmPaths(paths);
  else if (!isNode()) setWasmPaths(ownPaths());
  if (!(await withoutEmscriptenListeners(() => tf.setBackend('wasm')))) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      "tfjs's wasm backend did not start; most often its own .wasm file is not served. Serve the folder " +
        'node_modules/@fer/backend-wasm/build and give its address as registerWasmBackend({ tfjsWasmPaths }).',
      { details: { paths } },
    );
  }
  const backend = tf.backend() as unknown as TfjsWasmBackend;
  const memory = backend.wasm.asm?.memory;
  if (!(memory instanceof WebAssembly.Memory) || isShared(memory)) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      "tfjs's wasm backend already runs its multi-threaded build, whose memory the kernels cannot share. Call " +
        'registerWasmBackend() before anything else starts the wasm backend.',
    );
  }
  return { backend, memory };
}

function isShared(memory: WebAssembly.Memory): boolean {
  return typeof SharedArrayBuffer === 'function' && memory.buffer instanceof SharedArrayBuffer;
}
