import { FerError, isNode } from '@fer/core';
import { assetAddress, shownAddress } from './asset-address.ts';
import type { AssetContent, KernelSource } from './assets.ts';
import { installedFile } from './installed-file.ts';
import { isRelaxedSimdSupported } from './simd.ts';

/** Binaries of the kernels: plain and relaxed SIMD, each for one thread (`<name>.wasm`) and for several. */
export interface Binaries {
  readonly name: string;
  /** Where a file lies beside this package. @throws TypeError where code does not know its own address */
  url(fileName: string): URL;
}

/**
 * Reads the kernels: of the four binaries the one for this engine (relaxed SIMD where it has it) and this memory. From
 * disk in Node, by `fetch` elsewhere.
 *
 * @param options.shared whether the memory is shared between threads
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if they cannot be read, with what to do
 */
export async function readWasmBinary(
  binaries: Binaries,
  { wasmUrl, assets }: KernelSource,
  { shared }: { readonly shared: boolean },
): Promise<Uint8Array<ArrayBuffer> | WebAssembly.Module> {
  const relaxed = (await isRelaxedSimdSupported()) ? '-relaxed' : '';
  const fileName = `${binaries.name}${relaxed}${shared ? '-threads' : ''}.wasm`;
  if (wasmUrl === undefined && typeof assets === 'function') return readGiven(assets, fileName);
  const folder = wasmUrl ?? (assets as string | URL | undefined);
  return folder === undefined ? readOwn(binaries, fileName) : readFrom(() => assetAddress(folder, fileName));
}

async function readGiven(
  assets: Extract<KernelSource['assets'], (fileName: string) => unknown>,
  fileName: string,
): Promise<Uint8Array<ArrayBuffer> | WebAssembly.Module> {
  const place = `\`assets\` ('${fileName}')`;
  let content: AssetContent;
  try {
    content = await assets(fileName);
  } catch (cause) {
    throw unavailable(`could not be read from ${place}`, cause, place);
  }
  return isModule(content) ? content : attempt(place, () => bytesOf(content));
}

/**
 * The file beside this package. Where the code was bundled or moved there is none, and `import.meta.url` may be
 * undefined; in Node the installed package has it.
 */
async function readOwn(binaries: Binaries, fileName: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readFrom(() => binaries.url(fileName));
  } catch (error) {
    const installed = isNode() && !isForbidden((error as Error).cause) ? installedFile(fileName) : undefined;
    if (installed === undefined) throw error;
    return readFrom(() => installed);
  }
}

async function readFrom(address: () => URL): Promise<Uint8Array<ArrayBuffer>> {
  let url: URL;
  try {
    url = address();
  } catch (cause) {
    throw unavailable(
      'were not found: this code does not know its own address, it seems to be bundled',
      cause,
    );
  }
  return attempt(shownAddress(url), () => readFile(url));
}

/** Reads a file from disk in Node, by `fetch` elsewhere. */
export async function readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  if (url.protocol === 'file:' && isNode()) {
    // Not an import: bundlers for browsers would stumble over it.
    return process.getBuiltinModule('node:fs/promises').readFile(url);
  }
  return bytesOf(await fetch(url));
}

async function bytesOf(content: BufferSource | Response): Promise<Uint8Array<ArrayBuffer>> {
  if (ArrayBuffer.isView(content)) {
    return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  }
  if (isA<ArrayBuffer>('ArrayBuffer', content)) return new Uint8Array(content);
  if (!isA<Response>('Response', content)) {
    throw new Error('that is no bytes, no Response and no WebAssembly.Module');
  }
  if (!content.ok) throw new Error(`HTTP status ${content.status}`);
  return new Uint8Array(await content.arrayBuffer());
}

/** Reads and looks at the first bytes. */
async function attempt(
  place: string,
  read: () => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer>> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await read();
  } catch (cause) {
    throw unavailable(`could not be read from ${place}`, cause, place);
  }
  if (String.fromCharCode(...bytes.subarray(0, 4)) === '\0asm') return bytes;
  const isPage = /^\s*</.test(String.fromCharCode(...bytes.subarray(0, 64)));
  throw unavailable(
    isPage
      ? `are not at ${place}: there is a page (HTML), as many servers give for any address that they do not know`
      : `are not at ${place}: what is there is no WebAssembly (${bytes.length} bytes)`,
    undefined,
    place,
  );
}

/** Deno, Node's permission model, file systems. */
function isForbidden(cause: unknown): boolean {
  const { name, code } = (cause ?? {}) as { name?: string; code?: string };
  return (
    ['NotCapable', 'PermissionDenied'].includes(name ?? '') ||
    ['EACCES', 'EPERM', 'ERR_ACCESS_DENIED'].includes(code ?? '')
  );
}

function unavailable(problem: string, cause?: unknown, place?: string): FerError {
  const reason = cause === undefined ? undefined : reasonOf(cause as Partial<NodeJS.ErrnoException>);
  const advice = isForbidden(cause)
    ? 'Allow it to be read: --allow-read in Deno, --allow-fs-read in Node, the rights of the file elsewhere.'
    : 'Serve the folder node_modules/@fer/backend-wasm/build and give its address as `wasmUrl`, or as `assets` of ' +
      'createRecognizer (a folder, or a function that brings the file), or pass `embeddedAssets` of ' +
      '@fer/model/embedded as `assets`: that needs no file.';
  return new FerError(
    'FER_RUNTIME_UNAVAILABLE',
    `The WASM kernels of @fer/backend-wasm ${problem}${reason === undefined ? '' : ` (${reason})`}. ${advice}`,
    { cause, details: { place, reason } },
  );
}

/** An engine's message may hold the whole address, with what is secret in it. */
function reasonOf({ code, cause, message }: Partial<NodeJS.ErrnoException>): string {
  const inner = (cause as Partial<NodeJS.ErrnoException> | undefined)?.code;
  return inner ?? code ?? String(message).replaceAll(/[a-z]+:\/\/\S+/gi, '…');
}

export function isModule(value: unknown): value is WebAssembly.Module {
  return isA<WebAssembly.Module>('WebAssembly.Module', value);
}

/** By name: it may come from another realm (a test runner's sandbox). */
function isA<Type>(name: string, value: unknown): value is Type {
  return Object.prototype.toString.call(value) === `[object ${name}]`;
}
