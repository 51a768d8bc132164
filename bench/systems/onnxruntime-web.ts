import type * as OrtWeb from 'onnxruntime-web';
import { loadOnOnnxruntime } from './onnxruntime-network.ts';
import type { System } from './system.ts';

/**
 * onnxruntime compiled to WebAssembly (MLAS). Its threads are Web Workers, in Node worker_threads.
 *
 * @param binaries the folder with its binaries, where it does not find them itself
 */
export function onnxruntimeWeb(importOrt: () => Promise<typeof OrtWeb>, binaries?: string): System {
  return {
    name: 'ort-web',
    hasThreads: true,
    async load(network, threads) {
      const ort = await importOrt();
      ort.env.wasm.numThreads = threads;
      if (binaries !== undefined) ort.env.wasm.wasmPaths = binaries;
      return loadOnOnnxruntime(ort, network, { executionProviders: ['wasm'] });
    },
  };
}
