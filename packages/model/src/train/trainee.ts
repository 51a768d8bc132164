import { FerError, type NamedTensor } from '@fer/core';
import { assertTensors } from '../weights/assert-tensors.ts';
import type { TrainConfig } from './config.ts';
import { initializeWeights } from './initialize-weights.ts';
import { type MemoryDemand, memoryDemand } from './memory-demand.ts';
import { createOptimizer, type Optimizer } from './optimizer/optimizer.ts';
import { createTrainableNetwork, type TrainableNetwork } from './trainable-network.ts';
import type { TrainingEngine } from './training-engine.ts';

/** A network in training with its optimizer and the best weights so far. */
export interface Trainee {
  readonly network: TrainableNetwork;
  readonly optimizer: Optimizer;
  /** By index of `network.trainable`: the weights as the optimizer holds them. */
  readonly weights: readonly Float32Array[];
  /** What a step needs, and what the runtime's memory holds at most, in bytes. */
  readonly memory: { readonly demand: MemoryDemand; readonly limit: number | undefined };
  /** All weights of the best epoch, once there is one. */
  best: ReadonlyMap<string, NamedTensor> | undefined;
}

/**
 * @param initialWeights default: drawn from the seed
 * @throws FerError `FER_WEIGHTS_MISMATCH` if they are not the weights of the architecture
 */
export function createTrainee(
  engine: TrainingEngine,
  config: TrainConfig,
  initialWeights?: ReadonlyMap<string, NamedTensor>,
): Trainee {
  const network = createTrainableNetwork(engine, config.graph, config.input, config.seed);
  try {
    const { specs, trainable } = network;
    if (initialWeights) assertTensors(initialWeights, specs, 'The set of `initialWeights`');
    const start = initialWeights ?? initializeWeights(specs, config.seed);
    for (const spec of specs) network.assign(spec, start.get(spec.name)!.data);
    const weights = trainable.map(({ name }) => start.get(name)!.data.slice());
    const parameters = trainable.map(({ name, role }, index) => ({
      name,
      size: weights[index]!.length,
      decays: role === 'kernel' || role === 'depthwiseKernel',
    }));
    return {
      network,
      optimizer: createOptimizer(config.optimizer, parameters),
      weights,
      memory: {
        demand: memoryDemand(config.graph, config.input, engine.fusedOps !== undefined),
        limit: engine.memoryLimit,
      },
      best: undefined,
    };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** Every tensor that a checkpoint needs, by name: `weights/…`, `best/…`, `<slot>/…`. */
export function traineeTensors({ network, optimizer, best }: Trainee): Map<string, Float32Array> {
  const tensors = new Map<string, Float32Array>();
  for (const [name, { data }] of network.read()) tensors.set(`weights/${name}`, data);
  for (const [slot, moments] of optimizer.slots) {
    for (const [index, { name }] of network.trainable.entries()) {
      tensors.set(`${slot}/${name}`, moments[index]!);
    }
  }
  for (const [name, { data }] of best ?? []) tensors.set(`best/${name}`, data);
  return tensors;
}

/**
 * Puts a trainee where the tensors of a checkpoint were taken.
 *
 * @throws FerError `FER_CHECKPOINT_MISMATCH` naming a tensor that is missing or of another size
 */
export function restoreTrainee(
  trainee: Trainee,
  tensors: ReadonlyMap<string, Float32Array>,
  location: string,
): void {
  const { network, optimizer, weights } = trainee;
  const take = (name: string, size: number): Float32Array => {
    const data = tensors.get(name);
    if (data?.length === size) return data;
    throw new FerError(
      'FER_CHECKPOINT_MISMATCH',
      `The checkpoint in ${location} should have ${size} numbers in '${name}', but has ${data?.length ?? 'none'}. ` +
        'It is of another version of this package; go on with that one.',
      { details: { location, key: name, expected: size, received: data?.length } },
    );
  };
  const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

  for (const spec of network.specs) {
    network.assign(spec, take(`weights/${spec.name}`, sizeOf(spec.shape)));
  }
  for (const [index, { name }] of network.trainable.entries()) {
    weights[index]!.set(take(`weights/${name}`, weights[index]!.length));
    for (const [slot, moments] of optimizer.slots) {
      moments[index]!.set(take(`${slot}/${name}`, weights[index]!.length));
    }
  }
  const hasBest = [...tensors.keys()].some((name) => name.startsWith('best/'));
  if (!hasBest) return;
  trainee.best = new Map(
    network.specs.map(({ name, shape }) => [name, { shape, data: take(`best/${name}`, sizeOf(shape)) }]),
  );
}
