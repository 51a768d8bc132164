import { assertPixels, FerError, type Network } from '@fer/core';
import { assertPlan } from '../format/assert-plan.ts';
import type { Plan } from '../plan.ts';
import { computeOp } from './compute-op.ts';

/** Computes for about this long, in ms, before others (a page's events, other recognisers) get their turn. */
const TURN_MS = 16;

/**
 * Runs a plan in plain JavaScript, for places where no WebAssembly may run: the same answers as `createInference` but
 * for rounding, some thirty times as slow. It gives way to the event loop between ops.
 *
 * @returns a network; it holds the plan, and nothing else that must be disposed of
 * @throws FerError `FER_WEIGHTS_CORRUPT` if the plan's parts do not fit each other, or it costs too much
 */
export function interpretPlan(plan: Plan): Network {
  assertPlan(plan);
  const { input, labels, ops } = plan;
  let isDisposed = false;
  return {
    async predict(pixels, batch) {
      if (isDisposed) {
        throw new FerError(
          'FER_DISPOSED',
          'This network was disposed of and cannot predict any more. Load it again.',
        );
      }
      assertPixels(pixels, batch, input);
      const length = pixels.length / batch;
      const images = pixels.slice();
      const probabilities = new Float32Array(batch * labels.length);
      let turnEnd = performance.now() + TURN_MS;
      for (let image = 0; image < batch; image++) {
        const values = [images.subarray(image * length, (image + 1) * length)];
        for (const op of ops) {
          values.push(
            computeOp(
              op,
              op.inputs.map((value) => values[value]!),
            ) as Float32Array<ArrayBuffer>,
          );
          if (performance.now() < turnEnd) continue;
          await new Promise((resolve) => setTimeout(resolve));
          turnEnd = performance.now() + TURN_MS;
        }
        probabilities.set(values.at(-1)!, image * labels.length);
      }
      return probabilities;
    },
    dispose() {
      isDisposed = true;
    },
  };
}
