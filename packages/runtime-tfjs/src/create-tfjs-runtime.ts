import { memoizePromise, type Runtime, type RuntimeSupport, type WithId } from '@fer/core';
import { selectBackend, settleStarts, startBackend, startInTurn } from './active-backend.ts';
import type { FusedTrainingOps } from './fused-training-ops.ts';
import { loadNetwork } from './load-network.ts';
import { importTfjs } from './tfjs.ts';
import type { TfjsTrainingBackend } from './training-backend.ts';

export interface TfjsRuntimeOptions<Id extends string = string> {
  readonly id: Id;
  /** One line for people. */
  readonly description: string;
  /** See `Runtime.priority`. */
  readonly priority: number;
  isSupported(): Promise<RuntimeSupport>;
  /**
   * Loads what registers a backend with tfjs; it is started afterwards. Called once, unless that fails.
   *
   * @returns the name of the backend in tfjs
   */
  registerBackend(): Promise<string>;
  /** For the person who starts a training on it. */
  readonly trainingWarning?: string;
  /** See `Runtime.training.rounding`. */
  trainingRounding?(): Promise<string>;
  /** What the backend has that makes training faster. */
  fusedTrainingOps?(): Promise<FusedTrainingOps>;
  /** Bytes that the backend's memory can hold at most, where that is known. */
  readonly memoryLimit?: number;
}

/** A runtime whose networks are tfjs's. */
export interface TfjsRuntime extends Runtime {
  readonly training: NonNullable<Runtime['training']> & { start(): Promise<TfjsTrainingBackend> };
}

/** A runtime on a backend of tfjs. Nothing of tfjs is loaded before `init`. */
export function createTfjsRuntime<const Id extends string>(
  options: TfjsRuntimeOptions<Id>,
): WithId<TfjsRuntime, Id> {
  const { id, description, priority, trainingWarning, trainingRounding, fusedTrainingOps, memoryLimit } =
    options;
  const start = memoizePromise(() =>
    startInTurn(async () => {
      const tfjs = await importTfjs();
      const backend = await options.registerBackend();
      await startBackend(tfjs.core, backend);
      return { tfjs, backend };
    }),
  );
  return {
    id,
    apiVersion: 1,
    description,
    priority,
    isSupported: () => options.isSupported(),
    async init() {
      await start();
    },
    async load(model) {
      const { tfjs, backend } = await start();
      return loadNetwork(tfjs, backend, model);
    },
    training: {
      warning: trainingWarning,
      rounding: trainingRounding,
      async start() {
        const { tfjs, backend } = await start();
        const fusedOps = await fusedTrainingOps?.();
        await settleStarts();
        selectBackend(tfjs.core, backend);
        return { kind: 'tfjs', tfjs, backend, fusedOps, memoryLimit };
      },
    },
  };
}
