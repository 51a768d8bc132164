import {
  type Architecture,
  createRegistry,
  type Network,
  type Plugin,
  type Registry,
  type RejectedRuntime,
  type Runtime,
  type SelectedRuntime,
  selectRuntime,
} from '@fer/core';
import { builtinPlugin } from './builtin-plugin.ts';
import { DEFAULT_WEIGHTS } from './bundled-files.ts';
import { defineModel } from './weights/define-model.ts';
import { openWeights, type WeightsReference } from './weights/open-weights.ts';
import { readWeights } from './weights/read-weights.ts';
import type { Weights } from './weights/weights.ts';

/** The runtimes that come with this package; plugins bring others. */
export type RuntimeChoice = 'auto' | 'wasm' | 'webgl' | 'node' | 'cpu' | (string & {});

export interface LoadModelOptions {
  /** An id (`tutorial-cnn`), a path, a URL, the files, or weights in memory. Default: `DEFAULT_WEIGHTS`. */
  readonly weights?: WeightsReference | Weights;
  /** By id, or the runtime itself (`createWasmRuntime({ threads: 1 })`). Default `auto`: the fastest that works here. */
  readonly runtime?: RuntimeChoice | Runtime;
  /** What the weights must belong to, by id, or the architecture itself. Default: what the weights name. */
  readonly architecture?: string | Architecture;
  /** Further runtimes, architectures, weights sources …; they come before the built-in ones. */
  readonly plugins?: readonly Plugin[];
  readonly signal?: AbortSignal;
}

/** A network that is ready to run. */
export interface LoadedModel {
  readonly weights: Weights;
  /** The id of the runtime that it runs on. */
  readonly runtime: string;
  /** The runtimes that `auto` would have preferred, and why they do not work here. */
  readonly rejected: readonly RejectedRuntime[];
  /** Its `fallback` says why, if it runs on another engine than the runtime's usual one. */
  readonly network: Network;
  /** Frees the network; may be called twice. */
  dispose(): void;
}

/**
 * Loads weights, checks them, and puts them on a runtime.
 *
 * @throws FerError as `loadWeights` and `selectRuntime`; the reason of `signal`
 */
export async function loadModel(options: LoadModelOptions = {}): Promise<LoadedModel> {
  return loadModelFrom(createRegistry([...(options.plugins ?? []), builtinPlugin]), options);
}

/** As `loadModel`, with a registry that is there already. */
export async function loadModelFrom(
  registry: Registry,
  options: Omit<LoadModelOptions, 'plugins'>,
): Promise<LoadedModel> {
  const { weights: source = DEFAULT_WEIGHTS, runtime: choice = 'auto', signal } = options;
  signal?.throwIfAborted();
  const [{ weights, location }, { runtime, rejected }] = await Promise.all([
    takeWeights(source, registry, signal),
    findRuntime(choice, registry),
  ]);
  const architecture = findArchitecture(options.architecture ?? weights.architecture.id, registry);
  const definition = defineModel(weights, architecture, location);
  signal?.throwIfAborted();
  const network = await runtime.load(definition);
  if (signal?.aborted) {
    network.dispose();
    signal.throwIfAborted();
  }
  return { weights, runtime: runtime.id, rejected, network, dispose: () => network.dispose() };
}

async function takeWeights(
  source: WeightsReference | Weights,
  registry: Registry,
  signal: AbortSignal | undefined,
): Promise<{ weights: Weights; location?: string }> {
  if (isWeights(source)) return { weights: source };
  const files = await openWeights(source, registry, { signal });
  return { weights: await readWeights(files, { signal }), location: files.location };
}

function isWeights(source: unknown): source is Weights {
  return (
    typeof source === 'object' &&
    source !== null &&
    'tensors' in source &&
    typeof (source as Partial<Weights>).tensors?.get === 'function'
  );
}

async function findRuntime(choice: RuntimeChoice | Runtime, registry: Registry): Promise<SelectedRuntime> {
  if (typeof choice === 'string') return selectRuntime(registry, choice);
  // One that was given outright goes through the checks of a plugin's.
  const contributes = { runtimes: [choice] };
  return selectRuntime(
    createRegistry([{ name: 'given as `runtime`', apiVersion: 1, contributes }]),
    choice.id,
  );
}

function findArchitecture(choice: string | Architecture, registry: Registry): Architecture {
  if (typeof choice === 'string') return registry.architectures.get(choice);
  // One that was given outright goes through the checks of a plugin's.
  const contributes = { architectures: [choice] };
  createRegistry([{ name: 'given as `architecture`', apiVersion: 1, contributes }]);
  return choice;
}
