import { FerError, type Runtime, type RuntimeSupport } from '@fer/core';
import { isNode } from '../platform.ts';
import { createTfjsRuntime } from './create-tfjs-runtime.ts';

/** Not written out in the import, so that bundlers of pages do not look for it. */
const PACKAGE = ['@tensorflow', 'tfjs-node'].join('/');

export interface NodeRuntimeOptions {
  /** Brings `@tensorflow/tfjs-node` in; default: the one that is installed beside this package. */
  readonly lib?: () => Promise<unknown>;
}

/** TensorFlow's native library in Node. Needs the optional package `@tensorflow/tfjs-node`. */
export function createNodeRuntime(options: NodeRuntimeOptions = {}): Runtime {
  const { lib } = options;
  return createTfjsRuntime({
    id: 'node',
    description: 'native TensorFlow in Node (@tensorflow/tfjs-node)',
    priority: 20,
    async isSupported() {
      if (!isNode()) return { supported: false, reason: 'It works in Node only.' };
      return lib === undefined ? findPackage() : { supported: true };
    },
    async registerBackend() {
      try {
        await (lib ?? (() => import(/* @vite-ignore */ PACKAGE)))();
      } catch (cause) {
        throw new FerError(
          'FER_RUNTIME_UNAVAILABLE',
          `${PACKAGE} is installed but does not start (${(cause as Error).message.split('\n')[0]}). Its native library must fit this Node (${process.version}, ${process.platform}-${process.arch}): try "npm rebuild ${PACKAGE} --build-addon-from-source", or use the wasm runtime.`,
          { details: { package: PACKAGE, node: process.version }, cause },
        );
      }
      return 'tensorflow';
    },
  });
}

function findPackage(): RuntimeSupport {
  const { createRequire } = process.getBuiltinModule('node:module');
  try {
    createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`);
    return { supported: true };
  } catch {
    return { supported: false, reason: `${PACKAGE} is not installed: "npm install ${PACKAGE}".` };
  }
}
