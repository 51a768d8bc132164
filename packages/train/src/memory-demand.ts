import { FerError, sizeOf } from '@fer/core';
import type { ResolvedGraph } from '@fer/graph';

/** Layers whose output is their input under another shape, or a tensor that is not kept. */
const withoutOutput: ReadonlySet<string> = new Set(['flatten', 'reshape']);

/** Bytes that a training needs at most. */
export interface MemoryDemand {
  /** Weights, their gradients, packed copies and the engine itself. */
  readonly fixed: number;
  /** Feature maps and their gradients, which all stand at once at the end of a backward pass. */
  readonly perImage: number;
}

/**
 * @param fused whether a layer keeps one tensor (`FusedTrainingOps`) or one each for product, bias and activation
 */
export function memoryDemand(graph: ResolvedGraph, fused: boolean): MemoryDemand {
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  const kept = graph.layers.filter(({ type }) => !withoutOutput.has(type));
  const outputs = sum(kept.map(({ outputShape }) => sizeOf(outputShape)));
  const weights = sum(graph.layers.flatMap((layer) => layer.weights.map(({ shape }) => sizeOf(shape))));
  const inputs = sum(graph.inputs.map(({ shape }) => sizeOf(shape)));
  const copies = fused ? 2 : 6;
  return { fixed: 64 * 2 ** 20 + weights * 4 * 8, perImage: 4 * (inputs + copies * outputs) };
}

/**
 * @param images computed at once
 * @param limit  bytes that the runtime's memory holds at most, or undefined if that is not known
 * @throws FerError `FER_INVALID_ARGUMENT` if they do not fit, with the size they need and the number that fits
 */
export function assertFits(
  demand: MemoryDemand,
  images: number,
  limit: number | undefined,
  architecture: string,
): void {
  if (limit === undefined) return;
  const needed = demand.fixed + images * demand.perImage;
  if (needed <= limit) return;
  const fitting = Math.max(0, Math.floor((limit - demand.fixed) / demand.perImage));
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `A training step of '${architecture}' on ${images} images at once needs about ${gigabytes(needed)} GB, but the ` +
      `runtime's memory holds ${gigabytes(limit)} GB. ` +
      (fitting > 0
        ? `Set \`microBatchSize\` to ${fitting} or less, which computes the same step in pieces, or use smaller batches.`
        : 'Use a smaller network.'),
    { details: { option: 'microBatchSize', images, neededBytes: needed, limitBytes: limit, fitting } },
  );
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
