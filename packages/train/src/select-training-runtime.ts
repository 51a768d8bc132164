import { createRegistry, type Plugin, type Runtime, selectRuntime } from '@fer/core';
import { guardRegistry } from '@fer/model';
import { plugin as tfjsPlugin } from '@fer/runtime-tfjs';

/** Runtimes of `@fer/runtime-tfjs` by id, those of plugins, and `wasm` and `cpu` for `tfjs-wasm` and `tfjs-cpu`. */
export type TrainingRuntimeChoice =
  | 'auto'
  | 'wasm'
  | 'cpu'
  | 'tfjs-wasm'
  | 'webgl'
  | 'node'
  | 'tfjs-cpu'
  | (string & {});

/** What trains in the way that these recognise. */
const TRAINS_AS: { readonly [id: string]: string } = { wasm: 'tfjs-wasm', cpu: 'tfjs-cpu' };

/**
 * The runtime that is asked for; `auto` takes the fastest that can train and works here.
 *
 * @throws FerError `FER_UNKNOWN_ID`, `FER_RUNTIME_UNAVAILABLE`
 */
export async function selectTrainingRuntime({
  runtime = 'auto',
  plugins = [],
}: {
  readonly runtime?: Runtime | TrainingRuntimeChoice;
  readonly plugins?: readonly Plugin[];
}): Promise<Runtime> {
  if (typeof runtime !== 'string') return runtime;
  const others = plugins.filter(({ name }) => name !== tfjsPlugin.name);
  const { runtimes } = await guardRegistry(createRegistry([...others, tfjsPlugin]));
  const trainable = { ...runtimes, list: () => runtimes.list().filter(({ training }) => training) };
  const id = Object.hasOwn(TRAINS_AS, runtime) ? TRAINS_AS[runtime]! : runtime;
  return (await selectRuntime({ runtimes: trainable }, id)).runtime;
}
