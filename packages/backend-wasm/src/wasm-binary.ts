import { FerError } from '@fer/core';
import { isNode } from './platform.ts';
import { isRelaxedSimdSupported } from './simd.ts';

/**
 * Reads the kernels: of the four binaries the one for this engine (relaxed SIMD where it has it) and this memory. From
 * disk in Node, by `fetch` elsewhere.
 *
 * @param wasmUrl a folder with all of them (ends in `/`) or the address of one file, absolute or relative to the page;
 * default: beside this package
 * @param options.shared whether the memory is shared between threads
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if it cannot be read
 */
export async function readWasmBinary(
  wasmUrl: string | URL | undefined,
  { shared }: { readonly shared: boolean },
): Promise<BufferSource> {
  const relaxed = await isRelaxedSimdSupported();
  const url = wasmUrl === undefined ? ownUrl(relaxed, shared) : givenUrl(wasmUrl, fileName(relaxed, shared));
  try {
    return await readFile(url);
  } catch (cause) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      `The WASM kernels of @fer/backend-wasm could not be read from ${url.href}: ${String(cause)}. Serve the folder ` +
        'node_modules/@fer/backend-wasm/build and give its address as `wasmUrl`.',
      { cause, details: { url: url.href } },
    );
  }
}

/** Reads a file from disk in Node, by `fetch` elsewhere. */
export async function readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  if (url.protocol === 'file:' && isNode()) {
    // Not an import: bundlers for browsers would stumble over it.
    return process.getBuiltinModule('node:fs/promises').readFile(url);
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * The same relative path holds from `src/` and from `dist/`, and bundlers (Vite, webpack) find and ship files that
 * are written in just this form.
 */
function ownUrl(relaxed: boolean, shared: boolean): URL {
  if (shared) {
    return relaxed
      ? new URL('../build/fer-kernels-relaxed-threads.wasm', import.meta.url)
      : new URL('../build/fer-kernels-threads.wasm', import.meta.url);
  }
  return relaxed
    ? new URL('../build/fer-kernels-relaxed.wasm', import.meta.url)
    : new URL('../build/fer-kernels.wasm', import.meta.url);
}

function fileName(relaxed: boolean, shared: boolean): string {
  return `fer-kernels${relaxed ? '-relaxed' : ''}${shared ? '-threads' : ''}.wasm`;
}

function givenUrl(wasmUrl: string | URL, name: string): URL {
  const url = new URL(wasmUrl, typeof document === 'undefined' ? import.meta.url : document.baseURI);
  return url.pathname.endsWith('/') ? new URL(name, url) : url;
}
