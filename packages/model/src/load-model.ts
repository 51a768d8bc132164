import type { Assets, CompiledModule } from '@fer/backend-wasm/inference';
import {
  type Architecture,
  assertOptions,
  createRegistry,
  FerError,
  type InputSize,
  loadOnRuntime,
  type Network,
  type Plugin,
  type Registry,
  type RejectedRuntime,
  type Runtime,
  selectRuntime,
} from '@fer/core';
import { createBuiltinPlugin } from './builtin-plugin.ts';
import { DEFAULT_WEIGHTS } from './bundled-files.ts';
import { guardRegistry } from './plugins/guard-registry.ts';
import { warnOfSlowRuntime } from './runtimes/warn-of-slow-runtime.ts';
import { architectureOf } from './weights/architecture-of.ts';
import { defineModel } from './weights/define-model.ts';
import { openAndRead } from './weights/load-weights.ts';
import type { OpenInTimeOptions } from './weights/open-in-time.ts';
import type { WeightsReference } from './weights/open-weights.ts';
import type { OnLoadProgress } from './weights/progress.ts';
import type { Weights } from './weights/weights.ts';

/** The runtimes that come with this package; plugins bring others (`webgl`, `node`, `onnx`). */
export type RuntimeChoice = 'auto' | 'wasm' | 'cpu' | (string & {});

export interface LoadModelOptions extends OpenInTimeOptions, OnLoadProgress {
  /**
   * An id (the default, one of `@fer/pretrained`, of a plugin), a path, a URL, the files, or weights in memory. Default:
   * `DEFAULT_WEIGHTS`.
   */
  readonly weights?: WeightsReference | Weights;
  /**
   * By id, or the runtime itself (`createWasmRuntime({ threads: 1 })`); of a list the first that works here and takes
   * the network. Default `auto`: all that there are, the fastest first.
   */
  readonly runtime?: RuntimeChoice | Runtime | readonly (RuntimeChoice | Runtime)[];
  /** What the weights must belong to, by id, or the architecture itself. Default: what the weights name or bring along. */
  readonly architecture?: string | Architecture;
  /**
   * Width and height in pixels of what the network is to see, for networks that take pictures of any size: of convolutions,
   * with an end that is global. Default: what the weights say.
   */
  readonly inputSize?: InputSize | undefined;
  /** Further runtimes, architectures, weights sources …; they come before the built-in ones. */
  readonly plugins?: readonly Plugin[];
  /**
   * Where the kernels and the bundled weights are: the address of a copy of this package's folder `assets`, or a function
   * that gives a file by its name (`embeddedAssets` of `@fer/model/embedded`). Default: beside this package.
   */
  readonly assets?: Assets;
  /** Where the kernels alone are: a folder or one `.wasm` file. Default: as `assets`. */
  readonly wasmUrl?: string | URL;
  /** The kernels, where nothing may be compiled: `fer-kernels.wasm` or `fer-kernels-relaxed.wasm` of `assets`. */
  readonly wasmModule?: CompiledModule;
  /**
   * Told, once for each reason, that the slow `cpu` was taken because nothing faster works here, or that a part of a
   * plugin's failed and another took its place. Default: `console.warn`; `false` says nothing.
   */
  readonly onWarning?: ((message: string) => void) | false;
  /**
   * How long a part of a plugin's may take to start (a runtime, a detector), in ms, `Infinity` for no limit. Default:
   * `PLUGIN_TIMEOUT_MS`, 30 s.
   */
  readonly pluginTimeoutMs?: number;
}

/** Names of the options, for `assertOptions`. */
export const LOAD_MODEL_OPTIONS = {
  weights: true,
  runtime: true,
  architecture: true,
  inputSize: true,
  plugins: true,
  assets: true,
  wasmUrl: true,
  wasmModule: true,
  onWarning: true,
  weightsLimits: true,
  weightsCache: true,
  onProgress: true,
  pluginTimeoutMs: true,
  signal: true,
} as const satisfies Record<keyof LoadModelOptions, true>;

/** A network that is ready to run. */
export interface LoadedModel {
  readonly weights: Weights;
  /** The id of the runtime that it runs on. */
  readonly runtime: string;
  /** The runtimes that would have been preferred, and why they do not work here or do not take this network. */
  readonly rejected: readonly RejectedRuntime[];
  readonly network: Network;
  /** Frees the network; may be called twice. */
  dispose(): void;
}

/**
 * Loads weights, checks them, and puts them on a runtime.
 *
 * @throws FerError as `loadWeights` and `loadOnRuntime`; the reason of `signal`
 */
export async function loadModel(options: LoadModelOptions = {}): Promise<LoadedModel> {
  assertOptions(options, LOAD_MODEL_OPTIONS, 'loadModel');
  return loadModelFrom(await registryOf(options), options);
}

/** Everything that options bring in, held against its contract, and what is built in. */
export function registryOf(options: LoadModelOptions): Promise<Registry> {
  const registry = createRegistry([...(options.plugins ?? []), createBuiltinPlugin(options)]);
  return guardRegistry(registry, options);
}

/** As `loadModel`, with a registry that is there already. */
export async function loadModelFrom(registry: Registry, options: LoadModelOptions): Promise<LoadedModel> {
  const { weights: source = DEFAULT_WEIGHTS, inputSize, signal, onWarning } = options;
  signal?.throwIfAborted();
  const { runtimes, requested } = await findRuntimes(options, registry);
  assertBrought(requested, { runtimes });
  // The engine starts while the weights are read; what keeps it from starting is told by `loadOnRuntime`.
  const start = selectRuntime({ runtimes }, requested).catch(() => undefined);
  const { weights: given, location } = isWeights(source)
    ? { weights: source, location: undefined }
    : await openAndRead(source, registry, options);
  const architecture = architectureOf(given, registry, options.architecture);
  const define = (sized: Weights) =>
    defineModel(sized, architecture, { location, blocks: registry.layers.list() });
  const { weights, definition } =
    inputSize === undefined
      ? { weights: given, definition: define(given) }
      : (await import('./weights/with-input-size.ts')).withInputSize(given, inputSize, define);
  await start;
  const { runtime, network, rejected } = await loadOnRuntime({ runtimes }, requested, definition, signal);
  if (runtime.id === 'cpu' && requested !== 'cpu') warnOfSlowRuntime(rejected, onWarning);
  return { weights, runtime: runtime.id, rejected, network, dispose: () => network.dispose() };
}

function isWeights(source: unknown): source is Weights {
  return (
    typeof source === 'object' &&
    source !== null &&
    'tensors' in source &&
    typeof (source as Partial<Weights>).tensors?.get === 'function'
  );
}

/** Ids to choose by, and where they are found: a runtime that was given outright goes through the checks of a plugin's. */
async function findRuntimes(
  options: LoadModelOptions,
  { runtimes }: Registry,
): Promise<{ runtimes: Registry['runtimes']; requested: string | readonly string[] }> {
  const { runtime: choice = 'auto' } = options;
  if (typeof choice === 'string') return { runtimes, requested: choice };
  const choices: readonly (string | Runtime)[] = Array.isArray(choice) ? choice : [choice];
  const given = choices.filter((one) => typeof one !== 'string');
  const others = runtimes.list().filter(({ id }) => !given.some((runtime) => runtime?.id === id));
  const name = 'given as `runtime`';
  const own = createRegistry([{ name, apiVersion: 1, contributes: { runtimes: given } }]);
  const safe = (await guardRegistry(own, options)).runtimes.list();
  const registry = createRegistry([
    { name, apiVersion: 1, contributes: { runtimes: safe } },
    { name: 'other runtimes', apiVersion: 1, contributes: { runtimes: others } },
  ]);
  const ids = choices.map((one) => (typeof one === 'string' ? one : one.id));
  return { runtimes: registry.runtimes, requested: Array.isArray(choice) ? ids : ids[0]! };
}

/** Runtimes that other packages bring. */
const BROUGHT_BY: { readonly [id: string]: string } = {
  webgl: '@fer/runtime-tfjs',
  node: '@fer/runtime-tfjs',
  'tfjs-wasm': '@fer/runtime-tfjs',
  'tfjs-cpu': '@fer/runtime-tfjs',
  onnx: '@fer/runtime-onnx',
};

/** @throws FerError `FER_RUNTIME_UNAVAILABLE` if one is asked for whose package is not among the plugins */
function assertBrought(
  requested: string | readonly string[],
  { runtimes }: Pick<Registry, 'runtimes'>,
): void {
  const present = runtimes.list().map(({ id }) => id);
  for (const id of typeof requested === 'string' ? [requested] : requested) {
    if (present.includes(id) || !Object.hasOwn(BROUGHT_BY, id)) continue;
    const packageName = BROUGHT_BY[id]!;
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      `The runtime "${id}" comes with ${packageName}: npm install ${packageName}, import { plugin } from '${packageName}', and give \`plugins: [plugin]\`. Without it there are ${present.join(', ')}.`,
      { details: { requested: id, package: packageName, available: present } },
    );
  }
}
