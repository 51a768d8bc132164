import type { PlanActivation } from '../plan.ts';

/** Applies an activation to all of `values`, in place. */
export function activate(values: Float32Array, activation: PlanActivation): void {
  if (activation === 'none') return;
  const compute = ACTIVATIONS[activation];
  for (let i = 0; i < values.length; i++) values[i] = compute(values[i]!);
}

const ACTIVATIONS: { readonly [Name in Exclude<PlanActivation, 'none'>]: (x: number) => number } = {
  relu: (x) => Math.max(x, 0),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  // log(1 + eˣ), where eˣ may be too large for a number.
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
};
