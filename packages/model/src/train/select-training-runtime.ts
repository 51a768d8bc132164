import { createRegistry, type Runtime, selectRuntime } from '@fer/core';
import { builtinPlugin } from '../builtin-plugin.ts';
import type { TrainOptions } from './options.ts';

/**
 * The runtime that is asked for; `auto` takes the fastest that can train and works here.
 *
 * @throws FerError `FER_UNKNOWN_ID`, `FER_RUNTIME_UNAVAILABLE`
 */
export async function selectTrainingRuntime({
  runtime = 'auto',
  plugins = [],
}: Pick<TrainOptions, 'runtime' | 'plugins'>): Promise<Runtime> {
  if (typeof runtime !== 'string') return runtime;
  const { runtimes } = createRegistry([...plugins, builtinPlugin]);
  const trainable = { ...runtimes, list: () => runtimes.list().filter(({ training }) => training) };
  return (await selectRuntime({ runtimes: trainable }, runtime)).runtime;
}
