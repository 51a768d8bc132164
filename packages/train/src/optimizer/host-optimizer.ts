import type { NetworkOptimizer, OptimizerConfig } from '@fer/runtime-tfjs';
import { sumOfSquares } from '../gradient-clipping.ts';
import type { TrainableNetwork } from '../trainable-network.ts';
import { createOptimizer } from './create-optimizer.ts';
import type { Parameter } from './optimizer.ts';

/** Steps in JavaScript, for every backend: gradients are read from it, and new weights assigned to the network. */
export function createHostOptimizer(
  config: OptimizerConfig,
  network: TrainableNetwork,
  parameters: readonly Parameter[],
): NetworkOptimizer {
  const { slots, update: updateWeights } = createOptimizer(config, parameters);
  const read = () => {
    const tensors = network.read();
    return network.trainable.map(({ name }) => tensors.get(name)!.data);
  };
  let weights = read();

  return {
    gradientNorm: (gradients) =>
      Math.sqrt(
        gradients.reduce((sum, gradient) => sum + sumOfSquares(gradient.dataSync() as Float32Array), 0),
      ),
    update(gradients, update) {
      for (const [index, spec] of network.trainable.entries()) {
        updateWeights(index, weights[index]!, gradients[index]!.dataSync() as Float32Array, update);
        network.assign(spec, weights[index]!);
      }
    },
    exportSlots: () =>
      new Map([...slots].map(([slot, moments]) => [slot, moments.map((moment) => moment.slice())])),
    importSlots(given) {
      for (const [slot, moments] of slots) {
        for (const [index, moment] of moments.entries()) moment.set(given.get(slot)![index]!);
      }
      weights = read();
    },
    dispose() {},
  };
}
