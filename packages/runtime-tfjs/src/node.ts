import { isNode, type Runtime, type RuntimeSupport, type WithId } from '@fer/core';
import { startBackend } from './active-backend.ts';
import { createTfjsRuntime } from './create-tfjs-runtime.ts';
import { nodeFailure } from './node-failure.ts';
import { importTfjs } from './tfjs.ts';

const PACKAGE = '@tensorflow/tfjs-node';

/** What the package calls its backend. */
const BACKEND = 'tensorflow';

export interface NodeRuntimeOptions {
  /** Brings `@tensorflow/tfjs-node` in; default: the one that is installed beside this package. */
  readonly lib?: () => Promise<unknown>;
}

/** TensorFlow's native library in Node. Needs the optional package `@tensorflow/tfjs-node`. */
export function createNodeRuntime(options: NodeRuntimeOptions = {}): WithId<Runtime, 'node'> {
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
        await (lib === undefined ? requireFromHere()(PACKAGE) : lib());
        await computeOnce();
      } catch (cause) {
        throw nodeFailure(cause);
      }
      return BACKEND;
    },
  });
}

/** In Node 23 and later tfjs-node 4.22 starts, and then every operation throws; better now than at the first picture. */
async function computeOnce(): Promise<void> {
  const { core: tf } = await importTfjs();
  await startBackend(tf, BACKEND);
  tf.tidy(() => tf.add(1, 1).dataSync());
}

function findPackage(): RuntimeSupport {
  try {
    requireFromHere().resolve(`${PACKAGE}/package.json`);
    return { supported: true };
  } catch {
    return { supported: false, reason: `${PACKAGE} is not installed: "npm install ${PACKAGE}".` };
  }
}

/** Not an import: bundlers of pages would look for the package. */
function requireFromHere(): NodeJS.Require {
  return process.getBuiltinModule('node:module').createRequire(import.meta.url);
}
