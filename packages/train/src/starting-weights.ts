import type { NamedTensor } from '@fer/core';
import type { ResolvedGraph, WeightSpec } from '@fer/graph';
import { assertTensors } from '@fer/model';
import type { TrainConfig } from './config.ts';
import { initializeWeights } from './initialize-weights.ts';
import type { TrainOptions } from './options.ts';

/** Options that bring weights to start from. */
export type StartingOptions = Pick<TrainOptions, 'from' | 'initialWeights'>;

/**
 * What a training starts from: weights that are given, those of `from` with a head drawn from the seed, or all drawn.
 *
 * @param specs of the network
 * @param takenOver names of `weightsTakenOver`
 * @throws FerError `FER_WEIGHTS_MISMATCH` if what is given are not the network's
 */
export function startingWeights(
  specs: readonly WeightSpec[],
  { seed }: Pick<TrainConfig, 'seed'>,
  takenOver: ReadonlySet<string>,
  { from, initialWeights }: StartingOptions,
): ReadonlyMap<string, NamedTensor> {
  if (initialWeights !== undefined) {
    assertTensors(initialWeights, specs, 'The set of `initialWeights`');
    return initialWeights;
  }
  const drawn = initializeWeights(specs, seed);
  if (from === undefined) return drawn;
  const start = new Map(
    specs.flatMap(({ name }) => {
      const tensor = (takenOver.has(name) ? from.tensors : drawn).get(name);
      return tensor === undefined ? [] : [[name, tensor] as const];
    }),
  );
  assertTensors(start, specs, 'The set of weights that `train` goes on `from`');
  return start;
}

/** The names of the weights that come from `from`. */
export function weightsTakenOver(
  graph: ResolvedGraph,
  { transfer }: Pick<TrainConfig, 'transfer'>,
): ReadonlySet<string> {
  if (transfer === undefined) return new Set();
  const old = graph.layers.filter(({ name }) => !transfer.newLayers.includes(name));
  return new Set(old.flatMap(({ weights }) => weights.map(({ name }) => name)));
}
