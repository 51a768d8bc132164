import type { Runtime } from '@fer/core';
import { FerError } from '@fer/core';
import type { FusedTrainingOps, TfjsRuntime } from '@fer/runtime-tfjs';
import { importTfjs, settleStarts, type Tfjs } from '@fer/runtime-tfjs';

/** tfjs and the name of its backend that is to compute. */
export interface TrainingEngine {
  readonly tfjs: Tfjs;
  readonly backend: string;
  /** Where the backend has them. */
  readonly fusedOps?: FusedTrainingOps;
  /** Bytes that the backend's memory can hold at most, where that is known. */
  readonly memoryLimit?: number;
}

/**
 * Starts a runtime for training and loads tfjs.
 *
 * @throws FerError `FER_RUNTIME_UNAVAILABLE` if it cannot train, or does not work here
 */
export async function startEngine(runtime: Runtime): Promise<TrainingEngine> {
  const { training } = runtime;
  if (training === undefined) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      `The runtime '${runtime.id}' can run networks but not train them. Choose one that can: 'wasm', or where there is no WebAssembly 'cpu'.`,
      { details: { runtime: runtime.id } },
    );
  }
  const support = await runtime.isSupported();
  if (!support.supported) {
    throw new FerError(
      'FER_RUNTIME_UNAVAILABLE',
      `The runtime '${runtime.id}' does not work here: ${support.reason}`,
      { details: { runtime: runtime.id, reason: support.reason } },
    );
  }
  await runtime.init();
  const tfjs = await importTfjs();
  const backend = await training.activate();
  const { fusedTrainingOps, memoryLimit } = training as TfjsRuntime['training'];
  const fusedOps = await fusedTrainingOps?.();
  await settleStarts();
  return { tfjs, backend, fusedOps, memoryLimit };
}
