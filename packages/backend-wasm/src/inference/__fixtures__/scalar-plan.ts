import { sizeOf } from '@fer/core';
import { computeOp } from '../interpret/compute-op.ts';
import type { LoweredGraph } from '../lower/lower-graph.ts';

/** Computes ops one by one, in plain JavaScript, of a plan with one input and one output: `[images, …]`. */
export function runScalarPlan(
  { inputs, ops, outputs }: LoweredGraph,
  pixels: Float32Array,
  images: number,
): number[] {
  const length = sizeOf(inputs[0]!.shape);
  return Array.from({ length: images }, (_, image) => {
    const values: Float32Array[] = [pixels.subarray(image * length, (image + 1) * length)];
    for (const op of ops) {
      values.push(
        computeOp(
          op,
          op.inputs.map((value) => values[value]!),
        ),
      );
    }
    return Array.from(values[outputs[0]!.value]!);
  }).flat();
}
