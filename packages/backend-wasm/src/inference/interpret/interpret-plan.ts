import { createNetwork, type Network, sizeOf } from '@fer/core';
import { demandChecked } from '../checked-plans.ts';
import { assertCosts } from '../format/plan-costs.ts';
import type { Plan } from '../plan.ts';
import { computeOp } from './compute-op.ts';

/** Computes for about this long, in ms, before others (a page's events, other recognisers) get their turn. */
const TURN_MS = 16;

/**
 * Runs a plan in plain JavaScript, for places where no WebAssembly may run: the same answers as `createInference` but
 * for rounding, some thirty times as slow. It gives way to the event loop between ops.
 *
 * @returns a network; it holds the plan, and nothing else that must be disposed of
 * @throws FerError `FER_INVALID_ARGUMENT` if the plan comes neither of `compile` nor of `decodePlan`, and `assertPlan`
 * has not seen it; `FER_WEIGHTS_CORRUPT` if it costs too much
 */
export function interpretPlan(plan: Plan): Network {
  demandChecked(plan);
  assertCosts(plan);
  const { inputs, outputs, ops } = plan;
  return createNetwork({
    inputs: inputs.map(({ name, shape }) => ({ name, shape })),
    outputs: outputs.map(({ name, shape }) => ({ name, shape })),
    // All at once: how long it has computed goes on counting from image to image.
    batch: Number.POSITIVE_INFINITY,
    async compute(given, images) {
      const feeds = given.map((feed) => feed.slice());
      const results = outputs.map(({ shape }) => new Float32Array(images * sizeOf(shape)));
      let turnEnd = performance.now() + TURN_MS;
      for (let image = 0; image < images; image++) {
        const values = feeds.map((feed, index) => {
          const length = sizeOf(inputs[index]!.shape);
          return feed.subarray(image * length, (image + 1) * length);
        });
        for (const op of ops) {
          const reads = op.inputs.map((value) => values[value]!);
          values.push(computeOp(op, reads) as Float32Array<ArrayBuffer>);
          if (performance.now() < turnEnd) continue;
          await new Promise((resolve) => setTimeout(resolve));
          turnEnd = performance.now() + TURN_MS;
        }
        for (const [index, { value, shape }] of outputs.entries()) {
          results[index]!.set(values[value]!, image * sizeOf(shape));
        }
      }
      return results;
    },
    release() {},
  });
}
