import { registerWasmBackend } from '@fer/backend-wasm';
import { loadModel } from '@fer/model';
import type { System } from './system.ts';

/** What we measure: @fer/model's runtime `wasm` as a user gets it. */
export const fer: System = {
  name: 'fer',
  hasThreads: true,
  async load({ architecture, weights }, threads) {
    // The runtime takes the backend as it finds it.
    await registerWasmBackend({ threads });
    const { network } = await loadModel({ runtime: 'wasm', weights, architecture });
    return network;
  },
};
