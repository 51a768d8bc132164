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
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  sigmoid: (x) => sigmoid(x),
  hardSigmoid: (x) => hardSigmoid(x, 0.2),
  hardSigmoid6: (x) => hardSigmoid(x, 1 / 6),
  tanh: Math.tanh,
  softplus: (x) => softplus(x),
  softsign: (x) => x / (1 + Math.abs(x)),
  swish: (x) => x * sigmoid(x),
  hardSwish: (x) => x * hardSigmoid(x, 1 / 6),
  mish: (x) => x * Math.tanh(softplus(x)),
  gelu: (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
  gelu_new: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
};

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function hardSigmoid(x: number, slope: number): number {
  return Math.min(Math.max(slope * x + 0.5, 0), 1);
}

/** log(1 + eˣ), where eˣ may be too large for a number. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** Within 2e-7: Abramowitz and Stegun 1964, 7.1.26. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const sum = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - sum * Math.exp(-x * x));
}
