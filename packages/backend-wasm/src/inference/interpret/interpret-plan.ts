import { assertPixels, type Network } from '@fer/core';
import type { Plan } from '../plan.ts';
import { runScalarPlan } from './scalar-plan.ts';

/** Interim. */
export function interpretPlan(plan: Plan): Network {
  return {
    async predict(pixels, batch) {
      assertPixels(pixels, batch, plan.input);
      return Float32Array.from(runScalarPlan(plan, pixels.slice(), batch));
    },
    dispose() {},
  };
}
