import { Activation } from '../assembly/activation.ts';

/** Every activation by its definition, in float64. */
export const scalarActivations: readonly (readonly [
  name: string,
  code: Activation,
  apply: (x: number, alpha: number) => number,
])[] = [
  ['none', Activation.none, (x) => x],
  ['relu', Activation.relu, (x) => (x < 0 ? 0 : x)],
  ['relu6', Activation.relu6, (x) => (x < 0 ? 0 : x > 6 ? 6 : x)],
  ['leakyRelu', Activation.leakyRelu, (x, alpha) => (x < 0 ? alpha * x : x)],
  ['prelu', Activation.prelu, (x, alpha) => (x < 0 ? alpha * x : x)],
  ['elu', Activation.elu, (x) => (x < 0 ? Math.expm1(x) : x)],
  ['sigmoid', Activation.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  ['tanh', Activation.tanh, Math.tanh],
  ['softplus', Activation.softplus, (x) => softplus(x)],
  ['selu', Activation.selu, (x) => 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x)],
  ['hardSigmoid', Activation.hardSigmoid, (x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1)],
  ['hardSigmoid6', Activation.hardSigmoid6, (x) => Math.min(Math.max(x / 6 + 0.5, 0), 1)],
  ['softsign', Activation.softsign, (x) => x / (1 + Math.abs(x))],
  ['swish', Activation.swish, (x) => x / (1 + Math.exp(-x))],
  ['hardSwish', Activation.hardSwish, (x) => x * Math.min(Math.max(x / 6 + 0.5, 0), 1)],
  ['mish', Activation.mish, (x) => x * Math.tanh(softplus(x))],
  ['gelu', Activation.gelu, (x) => (x / 2) * (1 + erf(x / Math.SQRT2))],
  [
    'geluTanh',
    Activation.geluTanh,
    (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  ],
];

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** Its series, 2/√π · Σ (-1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)), which double precision carries up to |x| of 4; ±1 beyond. */
function erf(x: number): number {
  if (Math.abs(x) > 4) return Math.sign(x);
  let power = x;
  let sum = 0;
  for (let n = 0; n < 100; n++) {
    sum += power / (2 * n + 1);
    power *= -(x * x) / (n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
