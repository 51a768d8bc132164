import { createWasmRuntime, defineModel } from '@fer/model';
import type { System } from './system.ts';

/** What we measure: @fer/model's runtime `wasm`, which is what a recognizer runs on. */
export const fer: System = {
  name: 'fer',
  hasThreads: true,
  async load({ architecture, weights }, threads) {
    const network = await createWasmRuntime({ threads }).load(defineModel(weights, architecture));
    return network;
  },
};
