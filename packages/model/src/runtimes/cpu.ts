import { compile, interpretPlan } from '@fer/backend-wasm/inference';
import type { Runtime } from '@fer/core';
import { weightSpecs } from '../graph/weight-specs.ts';
import { assertTensors } from '../weights/assert-tensors.ts';

/** Plain JavaScript: works wherever JavaScript does, also where a policy forbids WebAssembly, some hundred times slower. */
export const cpu: Runtime = {
  id: 'cpu',
  apiVersion: 1,
  description: 'plain JavaScript: works everywhere, slow',
  priority: 10,
  isSupported: async () => ({ supported: true }),
  init: async () => {},
  async load(model) {
    assertTensors(model.tensors, weightSpecs(model.graph, model.input), 'The network');
    return interpretPlan(compile(model));
  },
};
