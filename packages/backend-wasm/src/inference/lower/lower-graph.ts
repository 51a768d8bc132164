import type { ModelDefinition } from '@fer/core';
import { dropUnread, resolveModel } from '@fer/graph';
import type { Plan } from '../plan.ts';
import { lowerLayer } from './lower-layer.ts';
import { PlanBuilder } from './plan-builder.ts';

/** What is computed, without how many images at once. */
export type LoweredGraph = Omit<Plan, 'batch'>;

/**
 * Turns the layers that the outputs depend on into ops, one by one and without any shortcut but that dropout, flatten
 * and the like compute nothing.
 *
 * @throws FerError `FER_GRAPH_INVALID`, `FER_GRAPH_UNSUPPORTED`, `FER_WEIGHTS_MISMATCH`, each naming the layer
 */
export function lowerGraph(model: ModelDefinition): LoweredGraph {
  const { inputs, layers, outputs } = dropUnread(resolveModel(model));
  const plan = new PlanBuilder(inputs.length, model.tensors);
  const values = new Map(inputs.map(({ name }, value) => [name, value]));
  for (const layer of layers) {
    const reads = layer.inputs.map((name) => values.get(name)!);
    values.set(layer.name, lowerLayer(plan, layer, reads));
  }
  return {
    inputs,
    outputs: outputs.map((output) => ({ ...output, value: values.get(output.name)! })),
    ops: plan.ops,
  };
}
