import { type AssetContent, type Assets, assetAddress } from '@fer/backend-wasm/inference';
import { FerError, isNode, packageFolder, type WeightsFiles, type WeightsSource } from '@fer/core';
import { BUNDLED_FILES, type BundledFile } from '../../bundled-files.ts';
import { fetchFile, readBody } from './fetch-file.ts';
import { readFile } from './read-file.ts';

type ReadOptions = NonNullable<Parameters<WeightsFiles['read']>[1]>;

/**
 * The weights that come with this package, by id: `tutorial-cnn`.
 *
 * @param assets where their files are; default: beside this package
 */
export function createBundledSource(assets?: Assets): WeightsSource {
  return {
    id: 'bundled',
    apiVersion: 1,
    matches: (reference) => Object.hasOwn(BUNDLED_FILES, reference),
    async open(reference) {
      const files = BUNDLED_FILES[reference]!;
      const location = `'${reference}' of @fer/model`;
      return {
        location,
        async read(fileName, options = {}) {
          const file = Object.hasOwn(files, fileName) ? files[fileName] : undefined;
          try {
            if (file === undefined)
              throw new Error(`${fileName} is not one of ${Object.keys(files).join(', ')}.`);
            return await readAsset(file, assets, options);
          } catch (cause) {
            options?.signal?.throwIfAborted();
            if (isSomethingElse(cause)) throw cause;
            throw notFound(location, file?.asset ?? fileName, cause);
          }
        },
      };
    },
  };
}

async function readAsset(
  file: BundledFile,
  assets: Assets | undefined,
  options: ReadOptions,
): Promise<Uint8Array> {
  if (typeof assets === 'function') return bytesOf(await assets(file.asset), file.asset, options);
  const url = assets === undefined ? bundledUrl(file) : assetAddress(assets, file.asset);
  return url.protocol === 'file:' ? readFile(url, options) : fetchFile(url, options);
}

/** Where a file lies by default. */
function bundledUrl({ asset, url }: BundledFile): URL {
  const address = addressOf(url);
  if (address !== undefined && !isOutOfReach(address)) return address;
  const folder = packageFolder('@fer/model');
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

async function bytesOf(asset: AssetContent, name: string, { maxBytes }: ReadOptions): Promise<Uint8Array> {
  if (asset instanceof ArrayBuffer) return new Uint8Array(asset);
  if (ArrayBuffer.isView(asset)) return new Uint8Array(asset.buffer, asset.byteOffset, asset.byteLength);
  if (typeof Response === 'function' && asset instanceof Response) {
    if (asset.ok) return readBody(asset.body, name, maxBytes);
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

function notFound(location: string, asset: string, cause: unknown): FerError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FerError(
    'FER_WEIGHTS_NOT_FOUND',
    `The bundled weights ${location} are not complete: ${asset} cannot be read (${reason}). Where a bundler does not ship the files of a package, copy the folder node_modules/@fer/model/assets to where the page finds it and give its address as \`assets\`, or give \`embeddedAssets\` of @fer/model/embedded as \`assets\`.`,
    { details: { location, asset }, cause },
  );
}
