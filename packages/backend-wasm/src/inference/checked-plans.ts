import { FerError } from '@fer/core';
import type { Plan } from './plan.ts';

/** Where all copies of this module find the same set: a package may be loaded as ES and as CommonJS modules. */
const KEY = Symbol.for('@fer/backend-wasm/checked-plans');

/** Plans whose parts fit each other: those that the compiler made, and those that `assertPlan` has seen. */
function checkedPlans(): WeakSet<Plan> {
  const shared = globalThis as { [KEY]?: WeakSet<Plan> };
  shared[KEY] ??= new WeakSet();
  return shared[KEY];
}

export function noteChecked(plan: Plan): void {
  checkedPlans().add(plan);
}

/**
 * The kernels follow a plan's sizes without looking, so none runs that nobody has looked at. Whoever loads what the
 * compiler made needs no code for that.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for a plan that was neither compiled nor decoded nor checked here
 */
export function demandChecked(plan: Plan): void {
  if (checkedPlans().has(plan)) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    'A plan must come of `compile` or `decodePlan`, or have been passed to `assertPlan`. Call `assertPlan(plan)` first.',
  );
}
