import { FerError } from '@fer/core';

/** A `WebAssembly.Module`. The types of the DOM say no more of it, and without them code for Node compiles, too. */
export type CompiledModule = object;

/** What a file is: its bytes, the answer of a `fetch`, or (of a `.wasm` file) the module that a tool made of it. */
export type AssetContent = ArrayBuffer | ArrayBufferView<ArrayBuffer> | Response | CompiledModule;

/**
 * Where files are that code cannot find by itself: the address of their folder, absolute or relative to the page (a path
 * in Node), or a function that brings one of them by its name.
 */
export type Assets = string | URL | ((fileName: string) => AssetContent | Promise<AssetContent>);

/** Where the kernels are. The first that is given counts. */
export interface KernelSource {
  /** The address of the kernels' folder, or of one file, which then ends in `.wasm`. */
  readonly wasmUrl?: string | URL | undefined;
  /** Default: beside this package; in Node also in the `node_modules` of the running script. */
  readonly assets?: Assets | undefined;
}

/** @throws FerError `FER_INVALID_ARGUMENT` if an option is of another type */
export function assertKernelSource({ wasmUrl, assets }: KernelSource): void {
  const isAddress = (value: unknown) => typeof value === 'string' || value instanceof URL;
  if (wasmUrl !== undefined && !isAddress(wasmUrl)) throw invalid('wasmUrl', 'a string or a URL');
  if (assets !== undefined && !isAddress(assets) && typeof assets !== 'function') {
    throw invalid('assets', 'a string, a URL or a function');
  }
}

function invalid(option: string, expected: string): FerError {
  return new FerError('FER_INVALID_ARGUMENT', `\`${option}\` must be ${expected}.`, { details: { option } });
}
