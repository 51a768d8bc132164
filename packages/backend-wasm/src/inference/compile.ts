import { FerError, type ModelDefinition } from '@fer/core';
import { noteChecked } from './checked-plans.ts';
import { fuseOps } from './fuse/fuse-ops.ts';
import { lowerGraph } from './lower/lower-graph.ts';
import { MAX_BATCH, type Plan } from './plan.ts';

export interface CompileOptions {
  /** Images that are computed at once, 1 … 1024; larger batches run in pieces of this size. Default 32. */
  readonly batch?: number;
}

export const COMPILE_DEFAULTS = { batch: 32 } as const satisfies Required<CompileOptions>;

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
  const { batch } = { ...COMPILE_DEFAULTS, ...options };
  if (!Number.isInteger(batch) || batch < 1 || batch > MAX_BATCH) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `\`batch\` must be a whole number of images from 1 to ${MAX_BATCH}, but is ${batch}.`,
      { details: { batch } },
    );
  }
  const plan = { ...fuseOps(lowerGraph(model)), batch };
  noteChecked(plan);
  return plan;
}
