import { registerWasmBackend } from '@fer/backend-wasm';
import { loadModel } from '@fer/model';
import type { System } from './system.ts';

/** What we measure: the runtime `wasm` as a user gets it. */
export const fer: System = {
  name: 'fer',
  description: "@fer/model's runtime wasm (@fer/backend-wasm)",
  hasThreads: true,
  async load({ architecture, weights }, threads) {
    // The runtime takes the backend as it finds it.
    await registerWasmBackend({ threads });
    const { network } = await loadModel({ runtime: 'wasm', weights, architecture });
    return network;
  },
};
