import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { build } from 'vite';
import { serveFolder } from '../../tests/support/static-server.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
/** Of what peers publish, under the names that the page knows. */
const PEER_FOLDERS = {
  'onnxruntime-web': 'node_modules/onnxruntime-web/dist',
  'tfjs-backend-wasm': 'node_modules/@tensorflow/tfjs-backend-wasm/dist',
};

/** Where `npm install --no-save @litertjs/core` leaves LiteRT.js. */
export const LITERT = join(REPOSITORY, 'node_modules/@litertjs/core');

/** A page on 127.0.0.1. */
export interface Site {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Builds the page from our sources with Vite, as a user's bundler would, and serves it.
 *
 * @param isolated whether with the headers of a cross-origin isolated page, which threads need
 * @param tflite the folder with the files of LiteRT.js's networks; without it LiteRT.js is not served
 */
export async function serveBenchPage(isolated: boolean, tflite?: string): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'fer-bench-page-'));
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'error',
    resolve: { conditions: ['@fer/source', 'module', 'browser', 'import', 'default'] },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      // tfjs's threads are started from the text of one of its functions, which minifying breaks.
      minify: false,
      // The runtime on native code that comes with the writer of ONNX files; no page asks for it.
      rollupOptions: { external: ['onnxruntime-node'] },
    },
  });
  for (const [name, from] of Object.entries(PEER_FOLDERS)) {
    await cp(join(REPOSITORY, from), join(folder, name), { recursive: true });
  }
  if (tflite !== undefined) await addLiteRt(join(folder, 'litert'), tflite);

  const { url, close } = await serveFolder(folder, isolated);
  return {
    url,
    async close() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Its script is bundled, because it imports another package by name. */
async function addLiteRt(folder: string, models: string): Promise<void> {
  await bundle({
    entryPoints: [join(LITERT, 'dist/index.js')],
    outfile: join(folder, 'litert.mjs'),
    bundle: true,
    format: 'esm',
    logLevel: 'error',
  });
  await cp(join(LITERT, 'wasm'), join(folder, 'wasm'), { recursive: true });
  await cp(models, join(folder, 'models'), { recursive: true });
}
