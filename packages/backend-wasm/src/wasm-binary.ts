import { FerError } from '@fer/core';
import { isNode } from './platform.ts';
import { isRelaxedSimdSupported } from './simd.ts';

const baseName = 'fer-kernels.wasm';
const relaxedName = 'fer-kernels-relaxed.wasm';

/**
 * Reads the kernels: the relaxed-SIMD binary where the engine runs it, else the plain one. From disk in Node, by
 * `fetch` elsewhere.
 *
 * @param wasmUrl a folder with both files (ends in `/`) or the address of one file, absolute or relative to the page;
 * default: beside this package
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if it cannot be read
 */
export async function readWasmBinary(wasmUrl?: string | URL): Promise<BufferSource> {
  const relaxed = await isRelaxedSimdSupported();
  const url = wasmUrl === undefined ? ownUrl(relaxed) : givenUrl(wasmUrl, relaxed);
  try {
    if (url.protocol === 'file:' && isNode()) {
      // Not an import: bundlers for browsers would stumble over it.
      return await process.getBuiltinModule('node:fs/promises').readFile(url);
    }
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    return await response.arrayBuffer();
  } catch (cause) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      `The WASM kernels of @fer/backend-wasm could not be read from ${url.href}: ${String(cause)}. Serve the folder ` +
        'node_modules/@fer/backend-wasm/build and give its address as registerWasmBackend({ wasmUrl }).',
      { cause, details: { url: url.href } },
    );
  }
}

/**
 * The same relative path holds from `src/` and from `dist/`, and bundlers (Vite, webpack) find and ship files that
 * are written in just this form.
 */
function ownUrl(relaxed: boolean): URL {
  return relaxed
    ? new URL('../build/fer-kernels-relaxed.wasm', import.meta.url)
    : new URL('../build/fer-kernels.wasm', import.meta.url);
}

function givenUrl(wasmUrl: string | URL, relaxed: boolean): URL {
  const url = new URL(wasmUrl, typeof document === 'undefined' ? import.meta.url : document.baseURI);
  return url.pathname.endsWith('/') ? new URL(relaxed ? relaxedName : baseName, url) : url;
}
