import { FerError, sizeOf } from '@fer/core';
import { resolveGraph } from '@fer/graph';
import type { NetworkOptimizer, TfjsTrainingBackend } from '@fer/runtime-tfjs';
import type { TrainConfig } from './config.ts';
import { type MemoryDemand, memoryDemand } from './memory-demand.ts';
import { createHostOptimizer } from './optimizer/host-optimizer.ts';
import { type StartingOptions, startingWeights, weightsTakenOver } from './starting-weights.ts';
import { createTrainableNetwork, type TrainableNetwork } from './trainable-network.ts';
import { averageDecay, moveAverage, type NamedTensors } from './weight-average.ts';

/** A network in training with its optimizer and the best weights so far. */
export interface Trainee {
  readonly network: TrainableNetwork;
  readonly optimizer: NetworkOptimizer;
  /** What a step needs, and what the runtime's memory holds at most, in bytes. */
  readonly memory: { readonly demand: MemoryDemand; readonly limit: number | undefined };
  /** All weights averaged over the steps, where `ema` asks for it. */
  readonly average: NamedTensors | undefined;
  /** All weights of the best epoch, averaged if they are, once there is one. */
  best: NamedTensors | undefined;
}

/** @throws FerError as `startingWeights` */
export function createTrainee(
  engine: TfjsTrainingBackend,
  config: TrainConfig,
  options: StartingOptions = {},
): Trainee {
  const graph = resolveGraph(config.graph, config.input);
  const network = createTrainableNetwork(engine, graph, config.input, config.labels.length, config.seed);
  try {
    const { specs, trainable, variables } = network;
    const takenOver = weightsTakenOver(graph, config);
    assignAll(network, startingWeights(specs, config, takenOver, options));
    const parameters = trainable.map(({ name, role }, index) => ({
      name,
      size: variables[index]!.size,
      decays: role === 'kernel' || role === 'depthwiseKernel',
      rateFactor: takenOver.has(name) ? config.transfer!.oldRateFactor : 1,
    }));
    const fusedOptimizer = engine.fusedOps?.createOptimizer;
    return {
      network,
      optimizer: fusedOptimizer
        ? fusedOptimizer(
            config.optimizer,
            parameters.map(({ decays, rateFactor }, index) => ({
              variable: variables[index]!,
              decays,
              rateFactor,
            })),
          )
        : createHostOptimizer(config.optimizer, network, parameters),
      memory: {
        demand: memoryDemand(graph, engine.fusedOps !== undefined),
        limit: engine.memoryLimit,
      },
      average: config.ema === null ? undefined : network.read(),
      best: undefined,
    };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** The weights that a training gives out: the averages if it has any. Copies. */
export function resultingWeights({ network, average }: Trainee): NamedTensors {
  return average === undefined ? network.read() : copyOf(average);
}

/** Moves the averages, if there are any, after step `step` of the whole training. */
export function averageWeights(
  { network, average }: Trainee,
  { ema }: Pick<TrainConfig, 'ema'>,
  step: number,
): void {
  if (average === undefined || ema === null) return;
  const decay = averageDecay(ema, step);
  network.visit((name, data) => moveAverage(average.get(name)!.data, data, decay));
}

/** Does something while the network has the weights that the training gives out. */
export async function withResultingWeights<Result>(
  { network, average }: Trainee,
  act: () => Promise<Result>,
): Promise<Result> {
  if (average === undefined) return act();
  const trained = network.read();
  assignAll(network, average);
  try {
    return await act();
  } finally {
    assignAll(network, trained);
  }
}

function assignAll(network: TrainableNetwork, weights: NamedTensors): void {
  for (const spec of network.specs) network.assign(spec, weights.get(spec.name)!.data);
}

function copyOf(weights: NamedTensors): NamedTensors {
  return new Map(Array.from(weights, ([name, { shape, data }]) => [name, { shape, data: data.slice() }]));
}

/** Every tensor that a checkpoint needs, by name: `weights/…`, `average/…`, `best/…`, `<slot>/…`. */
export function traineeTensors({ network, optimizer, average, best }: Trainee): Map<string, Float32Array> {
  const tensors = new Map<string, Float32Array>();
  for (const [name, { data }] of network.read()) tensors.set(`weights/${name}`, data);
  for (const [slot, moments] of optimizer.exportSlots()) {
    for (const [index, { name }] of network.trainable.entries()) {
      tensors.set(`${slot}/${name}`, moments[index]!);
    }
  }
  for (const [name, { data }] of average ?? []) tensors.set(`average/${name}`, data);
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
  const { network, optimizer } = trainee;
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

  for (const spec of network.specs) {
    network.assign(spec, take(`weights/${spec.name}`, sizeOf(spec.shape)));
  }
  for (const [name, { data }] of trainee.average ?? []) data.set(take(`average/${name}`, data.length));
  const slots = new Map<string, Float32Array[]>();
  for (const slot of optimizer.exportSlots().keys()) {
    slots.set(
      slot,
      network.trainable.map(({ name, shape }) => take(`${slot}/${name}`, sizeOf(shape))),
    );
  }
  optimizer.importSlots(slots);
  const hasBest = [...tensors.keys()].some((name) => name.startsWith('best/'));
  if (!hasBest) return;
  trainee.best = new Map(
    network.specs.map(({ name, shape }) => [name, { shape, data: take(`best/${name}`, sizeOf(shape)) }]),
  );
}
