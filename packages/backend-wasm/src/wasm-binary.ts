import { FerError } from '@fer/core';

/**
 * Where the kernels' binary lies unless the caller says otherwise. The same path holds from `src/` and from `dist/`,
 * and bundlers (Vite, webpack) understand this form and ship the file.
 */
function defaultWasmUrl(): URL {
  return new URL('../build/fer-kernels.wasm', import.meta.url);
}

/**
 * Reads `fer-kernels.wasm`: from disk in Node, by `fetch` elsewhere.
 *
 * @param wasmUrl address of the file, absolute or relative to the page; default: beside this package
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if it cannot be read
 */
export async function readWasmBinary(wasmUrl?: string | URL): Promise<BufferSource> {
  const url = wasmUrl === undefined ? defaultWasmUrl() : toUrl(wasmUrl);
  try {
    if (url.protocol === 'file:' && isNode()) {
      const { readFile } = await import('node:fs/promises');
      return await readFile(url);
    }
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    return await response.arrayBuffer();
  } catch (cause) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      `The WASM kernels of @fer/backend-wasm could not be read from ${url.href}: ${String(cause)}. Serve ` +
        'node_modules/@fer/backend-wasm/build/fer-kernels.wasm and give its address as ' +
        'registerWasmBackend({ wasmUrl }).',
      { cause, details: { url: url.href } },
    );
  }
}

function toUrl(wasmUrl: string | URL): URL {
  return new URL(wasmUrl, typeof document === 'undefined' ? import.meta.url : document.baseURI);
}

function isNode(): boolean {
  return typeof process === 'object' && process.versions?.node !== undefined;
}
