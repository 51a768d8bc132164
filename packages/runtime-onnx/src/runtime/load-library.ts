import { FerError } from '@fer/core';
import type * as Onnxruntime from 'onnxruntime-node';

/** Not written out in the import, so that bundlers leave the native library to Node. */
const PACKAGE = ['onnxruntime', 'node'].join('-');

/**
 * Brings `onnxruntime-node` in.
 *
 * @param lib how; default: the one that is installed with this package
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if its native library does not load here, with what to do
 */
export async function loadLibrary(lib?: () => Promise<unknown>): Promise<typeof Onnxruntime> {
  try {
    const module = (await (lib ?? (() => import(/* @vite-ignore */ PACKAGE)))()) as { default?: unknown };
    const library = (module.default ?? module) as typeof Onnxruntime;
    // It would tell on stderr of graphics cards that it did not find.
    if (library.env.logLevel === 'warning') library.env.logLevel = 'error';
    return library;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const here = `Node ${process.version} on ${process.platform}-${process.arch}`;
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      `onnxruntime-node does not start in ${here} (${message.split('\n')[0]}). ${adviceFor(message)}`,
      {
        details: { node: process.version, platform: process.platform, arch: process.arch },
        cause,
      },
    );
  }
}

/** What the messages of the dynamic linker mean; as reported in onnxruntime's issues 12439 and 17986, say. */
function adviceFor(message: string): string {
  if (/ld-linux|__\w+_chk|symbol not found/.test(message)) {
    return 'Its native library needs glibc, which Alpine Linux has not: take an image on Debian (node:slim, say), or use the wasm runtime.';
  }
  if (/GLIBC|GLIBCXX/.test(message)) {
    return 'This Linux is older than its native library: take a newer one, or use the wasm runtime.';
  }
  if (/Cannot find (module|package)/.test(message)) {
    return 'It is not installed whole: "ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node", or use the wasm runtime.';
  }
  return 'Remove node_modules and install anew on this machine, or use the wasm runtime.';
}
