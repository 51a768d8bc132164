import { computeOp } from '../interpret/compute-op.ts';
import type { Plan } from '../plan.ts';

/** Computes ops one by one, in plain JavaScript: `[images, labels]`. */
export function runScalarPlan({ ops }: Pick<Plan, 'ops'>, pixels: Float32Array, images: number): number[] {
  const length = pixels.length / images;
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
    return Array.from(values.at(-1)!);
  }).flat();
}
