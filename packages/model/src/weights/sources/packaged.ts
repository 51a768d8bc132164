import { type AssetContent, type Assets, assetAddress } from '@fer/backend-wasm/inference';
import { FerError, isNode, packageFolder, type ReadWeightsFileOptions, type WeightsSource } from '@fer/core';
import { assetName } from './asset-name.ts';
import { fetchFile, readBody } from './fetch-file.ts';

/**
 * Weights that a package ships, by id: the files of each by their name in a weights directory, and where they lie. Each
 * address is written out, because bundlers ship exactly what they see as `new URL('…', import.meta.url)`; it is a
 * function, because some leave `import.meta.url` undefined.
 */
export type PackagedWeights = {
  readonly [id: string]: { readonly [fileName: string]: () => URL };
};

export interface PackagedSourceOptions {
  /** Of the source. */
  readonly id: string;
  /** The package, whose files lie in its folder `assets`: `<id>-manifest.bin` for `fer.json`, `<id>-weights-1.bin` … */
  readonly packageName: string;
  readonly weights: PackagedWeights;
  /** A copy of the folder `assets`, or a function that gives a file of it. Default: beside the package. */
  readonly assets?: Assets;
  /** How to say where a copy of the folder is, for the error that a file is missing. */
  readonly advice: string;
}

/** The weights that a package ships, in Node and in pages. */
export function createPackagedSource(options: PackagedSourceOptions): WeightsSource {
  const { id, packageName, weights } = options;
  return {
    id,
    apiVersion: 1,
    matches: (reference) => Object.hasOwn(weights, reference),
    async open(reference) {
      const files = weights[reference]!;
      const location = `'${reference}' of ${packageName}`;
      return {
        location,
        async read(fileName, readOptions = {}) {
          const url = Object.hasOwn(files, fileName) ? files[fileName] : undefined;
          const asset = assetName(reference, fileName);
          try {
            if (url === undefined) throw new Error(`it is not one of ${Object.keys(files).join(', ')}`);
            return await readAsset(asset, url, options, readOptions);
          } catch (cause) {
            readOptions?.signal?.throwIfAborted();
            if (isSomethingElse(cause)) throw cause;
            throw notFound(location, asset, options, cause);
          }
        },
      };
    },
  };
}

async function readAsset(
  asset: string,
  url: () => URL,
  { assets, packageName }: PackagedSourceOptions,
  options: ReadWeightsFileOptions,
): Promise<Uint8Array> {
  if (typeof assets === 'function') return bytesOf(await assets(asset), asset, options);
  const address = assets === undefined ? packagedUrl(asset, url, packageName) : assetAddress(assets, asset);
  if (address.protocol !== 'file:' || !isNode()) return fetchFile(address, options);
  const { readFile } = await import('./read-file.ts');
  return readFile(address, options);
}

/** Where a file lies by default. */
function packagedUrl(asset: string, url: () => URL, packageName: string): URL {
  const address = addressOf(url);
  if (address !== undefined && !isOutOfReach(address)) return address;
  const folder = packageFolder(packageName);
  if (folder !== undefined) return new URL(`assets/${asset}`, folder);
  if (address !== undefined) return address;
  throw new Error('bundled code does not know where its package lies');
}

/** A server's code that was bundled into another folder left its files behind. */
function isOutOfReach({ protocol, href }: URL): boolean {
  if (!isNode()) return false;
  // webpack gives servers the address that pages of theirs would use (`/_next/static/media/…`), without a host.
  if (protocol === '') return true;
  return protocol === 'file:' && !process.getBuiltinModule('node:fs').existsSync(new URL(href));
}

function addressOf(url: () => URL): URL | undefined {
  try {
    return url();
  } catch {
    // Bundlers that make CommonJS leave `import.meta.url` undefined.
    return undefined;
  }
}

async function bytesOf(
  asset: AssetContent,
  name: string,
  options: ReadWeightsFileOptions,
): Promise<Uint8Array> {
  if (asset instanceof ArrayBuffer) return new Uint8Array(asset);
  if (ArrayBuffer.isView(asset)) return new Uint8Array(asset.buffer, asset.byteOffset, asset.byteLength);
  if (typeof Response === 'function' && asset instanceof Response) {
    if (asset.ok) return readBody(asset.body, name, options);
    throw new Error(`\`assets\` answered with status ${asset.status}.`);
  }
  throw new Error(
    `\`assets\` must give bytes for ${name}, but gave ${Object.prototype.toString.call(asset)}.`,
  );
}

/** A file that is longer than it may be, or a lost connection, which the advice for a missing file would not mend. */
function isSomethingElse(error: unknown): boolean {
  if (!FerError.isInstance(error)) return false;
  const { code, details } = error;
  return code === 'FER_WEIGHTS_CORRUPT' || ('url' in details && details.status === undefined);
}

function notFound(
  location: string,
  asset: string,
  { packageName, advice }: PackagedSourceOptions,
  cause: unknown,
): FerError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FerError(
    'FER_WEIGHTS_NOT_FOUND',
    `The weights ${location} are not complete: ${asset} cannot be read (${reason}). Where a bundler does not ship the files of a package, copy the folder node_modules/${packageName}/assets to where the page finds it and ${advice}.`,
    { details: { location, asset }, cause },
  );
}
