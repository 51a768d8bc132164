import type { TrainingBackend } from '@fer/core';
import type { FusedTrainingOps } from './fused-training-ops.ts';
import type { Tfjs } from './tfjs.ts';

/** What the runtimes of this package train with. */
export interface TfjsTrainingBackend extends TrainingBackend {
  readonly kind: 'tfjs';
  readonly tfjs: Tfjs;
  /** The name of the backend in tfjs; it was the active one when this came. */
  readonly backend: string;
  /** Where the backend has them. */
  readonly fusedOps?: FusedTrainingOps;
  /** Bytes that the backend's memory can hold at most, where that is known. */
  readonly memoryLimit?: number;
}

export function isTfjsTrainingBackend(backend: TrainingBackend): backend is TfjsTrainingBackend {
  return backend.kind === 'tfjs';
}
