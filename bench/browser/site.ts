import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';

const REPOSITORY = join(import.meta.dirname, '../..');
/** Of what peers publish, under the names that the page knows. */
const PEER_FOLDERS = {
  'onnxruntime-web': 'node_modules/onnxruntime-web/dist',
  'tfjs-backend-wasm': 'node_modules/@tensorflow/tfjs-backend-wasm/dist',
};
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** A page on 127.0.0.1. */
export interface Site {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Builds the page from our sources with Vite, as a user's bundler would, and serves it.
 *
 * @param isolated whether with the headers of a cross-origin isolated page, which threads need
 */
export async function serveBenchPage(isolated: boolean): Promise<Site> {
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

  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url!, 'http://localhost').pathname);
    try {
      const body = await readFile(join(folder, path === '/' ? 'index.html' : path));
      response.setHeader('content-type', CONTENT_TYPES[extname(path)] ?? 'text/html');
      if (isolated) {
        response.setHeader('cross-origin-opener-policy', 'same-origin');
        response.setHeader('cross-origin-embedder-policy', 'require-corp');
      }
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}
