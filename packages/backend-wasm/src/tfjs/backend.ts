import { FerError, isNode } from '@fer/core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { ownTfjsUrl } from '../tfjs-binary.ts';
import { withSharedMemory } from '../threads/shared-memory-section.ts';
import { readFile } from '../wasm-binary.ts';
import type { TfjsWasmBackend } from './heap.ts';
import { withoutEmscriptenListeners } from './process-listeners.ts';

/** A folder's address, ending in `/`, or the address of each binary. */
export type TfjsWasmPaths =
  | string
  | {
      readonly 'tfjs-backend-wasm.wasm': string;
      readonly 'tfjs-backend-wasm-simd.wasm': string;
      readonly 'tfjs-backend-wasm-threaded-simd.wasm': string;
    };

const tfjsFile = 'tfjs-backend-wasm-simd.wasm';

/** tfjs wants an address for all three of its builds, but with SIMD and without threads it only ever asks for one. */
function pathsTo(address: string): TfjsWasmPaths {
  return {
    'tfjs-backend-wasm.wasm': address,
    'tfjs-backend-wasm-simd.wasm': address,
    'tfjs-backend-wasm-threaded-simd.wasm': address,
  };
}

/**
 * Starts tfjs's wasm backend (its single-threaded SIMD build) and makes it the active one.
 *
 * With `shared` its memory is one that threads can share; tfjs's own ops still run on the calling thread. (tfjs's
 * multi-threaded build is not used: it does not start in Node, and its threads would compete with ours.)
 *
 * @returns the backend and the memory that its tensors live in
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if it does not start, or was started by someone else in a way that does
 * not fit
 */
export async function activateTfjsWasm(
  paths: TfjsWasmPaths | undefined,
  { shared }: { readonly shared: boolean },
): Promise<{ backend: TfjsWasmBackend; memory: WebAssembly.Memory }> {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (shared) await startShared(paths);
  else await start(paths);
  const backend = tf.backend() as unknown as TfjsWasmBackend;
  const memory = backend.wasm.asm?.memory;
  if (memory instanceof WebAssembly.Memory && isShared(memory) === shared) return { backend, memory };
  throw new FerError(
    'FER_RUNTIME_UNAVAILABLE',
    `tfjs's wasm backend runs already, with a memory that is ${shared ? 'not ' : ''}shared between threads. Call ` +
      'registerWasmBackend() before anything else starts the wasm backend' +
      `${shared ? ', or set `threads: 1`' : ''}.`,
  );
}

async function start(paths: TfjsWasmPaths | undefined): Promise<void> {
  if (paths !== undefined) setWasmPaths(paths);
  else if (!isNode()) setWasmPaths(pathsTo(ownTfjsUrl().href));
  await setBackend(paths);
}

/** tfjs is given the changed binary as a blob. */
async function startShared(paths: TfjsWasmPaths | undefined): Promise<void> {
  const url = tfjsUrl(paths);
  let binary: Uint8Array<ArrayBuffer>;
  try {
    binary = withSharedMemory(await readFile(url));
  } catch (cause) {
    throw cause instanceof FerError ? cause : notServed(paths, cause);
  }
  const address = URL.createObjectURL(new Blob([binary], { type: 'application/wasm' }));
  try {
    setWasmPaths(pathsTo(address), true);
    await setBackend(paths);
  } finally {
    URL.revokeObjectURL(address);
  }
  // Should tfjs start it again by itself, it finds its own binary.
  const own = url.protocol === 'file:' ? process.getBuiltinModule('node:url').fileURLToPath(url) : url.href;
  setWasmPaths(pathsTo(own), false);
}

function tfjsUrl(paths: TfjsWasmPaths | undefined): URL {
  if (paths === undefined) return ownTfjsUrl();
  const base = typeof document === 'undefined' ? import.meta.url : document.baseURI;
  return new URL(typeof paths === 'string' ? `${paths}${tfjsFile}` : paths[tfjsFile], base);
}

async function setBackend(paths: TfjsWasmPaths | undefined): Promise<void> {
  if (!(await withoutEmscriptenListeners(() => tf.setBackend('wasm')))) throw notServed(paths);
}

function notServed(paths: TfjsWasmPaths | undefined, cause?: unknown): FerError {
  return new FerError(
    'FER_RUNTIME_UNAVAILABLE',
    "tfjs's wasm backend did not start; most often its own .wasm file is not served. Serve the folder " +
      'node_modules/@fer/backend-wasm/build and give its address as registerWasmBackend({ tfjsWasmPaths }).',
    { cause, details: { paths } },
  );
}

function isShared(memory: WebAssembly.Memory): boolean {
  return typeof SharedArrayBuffer === 'function' && memory.buffer instanceof SharedArrayBuffer;
}
