import { compile } from '@fer/backend-wasm/inference';
import type { Runtime, WithId } from '@fer/core';
import { weightSpecs } from '@fer/graph';
import { assertTensors } from '../weights/assert-tensors.ts';

/** Plain JavaScript: works wherever JavaScript does, also where a policy forbids WebAssembly, some hundred times slower. */
export const cpu: WithId<Runtime, 'cpu'> = {
  id: 'cpu',
  apiVersion: 1,
  description: 'plain JavaScript: works everywhere, slow',
  priority: 10,
  isSupported: async () => ({ supported: true }),
  init: async () => {},
  async load(model) {
    assertTensors(model.tensors, weightSpecs(model.graph, model.input), 'The network');
    // Few need it, and it is as large as what runs plans in WebAssembly.
    const { interpretPlan } = await import('@fer/backend-wasm/interpret');
    return interpretPlan(compile(model));
  },
};
