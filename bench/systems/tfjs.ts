import { defineModel } from '@fer/model';
import { createTfjsRuntime } from '@fer/runtime-tfjs';
import type { BenchNetwork } from '../networks.ts';
import type { BenchedNetwork, System } from './system.ts';

/** tfjs-layers on tfjs-backend-wasm (XNNPACK) as it is published. It has no threads in Node. */
export const tfjsWasm: System = {
  name: 'tfjs-wasm',
  hasThreads: false,
  load: (network) => loadOnTfjs(network, 'wasm', () => import('@tensorflow/tfjs-backend-wasm')),
};

/**
 * The same in a page; with threads where it is cross-origin isolated.
 *
 * @param folder where its binaries are served
 */
export function tfjsWasmInPage(folder: string): System {
  return {
    name: 'tfjs-wasm',
    hasThreads: true,
    load: (network, threads) =>
      loadOnTfjs(network, 'wasm', async () => {
        const { setThreadsCount, setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
        setWasmPaths(folder);
        // Of itself it takes half of the cores.
        setThreadsCount(threads);
      }),
  };
}

/** tfjs-layers on tfjs-backend-cpu: plain JavaScript. */
export const tfjsCpu: System = {
  name: 'tfjs-cpu',
  hasThreads: false,
  load: (network) =>
    loadOnTfjs(network, 'cpu', async () => {
      await import('@tensorflow/tfjs-backend-cpu');
      const { findBackend } = await import('@tensorflow/tfjs-core');
      // It would greet on the console when it is first used in Node.
      (findBackend('cpu') as unknown as { firstUse: boolean }).firstUse = false;
    }),
};

/** Through the same code as our own runtimes on tfjs. */
function loadOnTfjs(
  { architecture, weights }: BenchNetwork,
  backend: string,
  importBackend: () => Promise<unknown>,
): Promise<BenchedNetwork> {
  const runtime = createTfjsRuntime({
    id: `stock-${backend}`,
    description: 'as it is published',
    priority: 0,
    isSupported: async () => ({ supported: true }),
    async registerBackend() {
      await importBackend();
      return backend;
    },
  });
  return runtime.load(defineModel(weights, architecture));
}
