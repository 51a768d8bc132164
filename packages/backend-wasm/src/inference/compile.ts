import { FerError, type ModelDefinition } from '@fer/core';
import { layoutArena } from './arena.ts';
import { noteChecked } from './checked-plans.ts';
import { fuseOps } from './fuse/fuse-ops.ts';
import { liveValues } from './live-values.ts';
import { lowerGraph } from './lower/lower-graph.ts';
import { MAX_BATCH, type Plan } from './plan.ts';

export interface CompileOptions {
  /**
   * Images that are computed at once, 1 … 1024; larger batches run in pieces of this size. Default: 32, or as many as have
   * their values in 20 MiB, which the network keeps while it is loaded.
   */
  readonly batch?: number;
}

/** What more images gain is little beyond. */
const USUAL_BATCH = 32;
const USUAL_ARENA_BYTES = 20 * 2 ** 20;

/**
 * Turns a network into a plan: layers become ops, batch-norm becomes part of the weights beside it, activations and
 * padding become part of convolutions, dropout, flatten and reshape vanish.
 *
 * The plan shares weights with `model` where they stay as they are.
 *
 * @throws FerError `FER_GRAPH_INVALID` or `FER_WEIGHTS_MISMATCH` if the network is not sound; `FER_GRAPH_UNSUPPORTED` if
 * it is, but a plan cannot express it (a transposition of six axes): it can still be run by tfjs; `FER_INVALID_ARGUMENT`
 */
export function compile(model: ModelDefinition, options: CompileOptions = {}): Plan {
  const { batch } = options;
  if (batch !== undefined && !(Number.isInteger(batch) && batch >= 1 && batch <= MAX_BATCH)) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `\`batch\` must be a whole number of images from 1 to ${MAX_BATCH}, but is ${batch}.`,
      { details: { batch } },
    );
  }
  const program = fuseOps(lowerGraph(model));
  const plan = { ...program, batch: batch ?? usualBatch(program) };
  noteChecked(plan);
  return plan;
}

function usualBatch(program: Omit<Plan, 'batch'>): number {
  const { byteLength } = layoutArena(liveValues(program, 1));
  return Math.min(Math.max(Math.floor(USUAL_ARENA_BYTES / byteLength), 1), USUAL_BATCH);
}
