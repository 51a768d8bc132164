import { loadModel } from '@fer/model';
import type { System } from './system.ts';

/** What we measure: the runtime `wasm` as a user gets it. */
export const fer: System = {
  name: 'fer',
  description: "@fer/model's runtime wasm (@fer/backend-wasm)",
  hasThreads: false,
  async load({ architecture, weights }) {
    const { network } = await loadModel({ runtime: 'wasm', weights, architecture });
    return network;
  },
};
