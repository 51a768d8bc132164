import { FerError, isNode } from '@fer/core';

/** What a file is given as: its bytes, an answer of `fetch`, or for a `.wasm` file the compiled module. */
export type Asset = BufferSource | Response | WebAssembly.Module;

/** Gives a file of the folder `assets` of this package, by its name (`fer-kernels.wasm`). */
export type AssetReader = (fileName: string) => Asset | Promise<Asset>;

/**
 * Where the files are that a recognizer needs, the kernels and the bundled weights: the address of a copy of this
 * package's folder `assets`, or a function that gives a file by its name (`embeddedAssets` of `@fer/model/embedded`).
 * An address may be relative: to the page, or in Node to the working directory.
 */
export type Assets = string | URL | AssetReader;

/**
 * The folder that an address stands for.
 *
 * @returns ends in `/`
 * @throws FerError `FER_INVALID_ARGUMENT` if it is no address
 */
export function assetFolder(assets: string | URL): URL {
  const folder = String(assets).replace(/\/?$/, '/');
  try {
    return new URL(folder, baseAddress());
  } catch (cause) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `\`assets\` must be the address of a folder or a function, but is ${JSON.stringify(String(assets))}.`,
      { details: { option: 'assets', received: String(assets) }, cause },
    );
  }
}

function baseAddress(): string | undefined {
  if (!isNode()) return globalThis.document?.baseURI ?? globalThis.location?.href;
  return `${process.getBuiltinModule('node:url').pathToFileURL(process.cwd()).href}/`;
}
