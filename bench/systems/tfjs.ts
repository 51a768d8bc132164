import { createTfjsRuntime, defineModel } from '@fer/model';
import type { System } from './system.ts';

/** tfjs-layers on a backend as it is published, through the same code as our own tfjs runtimes. */
function tfjs(name: string, description: string, backend: string, load: () => Promise<unknown>): System {
  return {
    name,
    description,
    hasThreads: false,
    async load({ architecture, weights }) {
      const runtime = createTfjsRuntime({
        id: name,
        description,
        priority: 0,
        isSupported: async () => ({ supported: true }),
        async registerBackend() {
          await load();
          return backend;
        },
      });
      return runtime.load(defineModel(weights, architecture));
    },
  };
}

export const tfjsWasm = tfjs(
  'tfjs-wasm',
  'tfjs-layers on tfjs-backend-wasm (XNNPACK)',
  'wasm',
  () => import('@tensorflow/tfjs-backend-wasm'),
);

export const tfjsCpu = tfjs('tfjs-cpu', 'tfjs-layers on tfjs-backend-cpu (JavaScript)', 'cpu', async () => {
  await import('@tensorflow/tfjs-backend-cpu');
  const { findBackend } = await import('@tensorflow/tfjs-core');
  // It would greet on the console when it is first used in Node.
  (findBackend('cpu') as unknown as { firstUse: boolean }).firstUse = false;
});
