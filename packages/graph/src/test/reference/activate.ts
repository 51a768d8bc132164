import type { Activation } from '../../activation.ts';

const FUNCTIONS: { readonly [name in Exclude<Activation, 'softmax' | 'logSoftmax'>]: (x: number) => number } =
  {
    linear: (x) => x,
    relu: (x) => Math.max(x, 0),
    relu6: (x) => Math.min(Math.max(x, 0), 6),
    elu: (x) => (x < 0 ? Math.expm1(x) : x),
    // Klambauer et al. 2017, arXiv:1706.02515
    selu: (x) => 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x),
    sigmoid: (x) => sigmoid(x),
    hardSigmoid: (x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1),
    hardSigmoid6: (x) => Math.min(Math.max(x / 6 + 0.5, 0), 1),
    tanh: Math.tanh,
    softplus: (x) => Math.log1p(Math.exp(x)),
    softsign: (x) => x / (1 + Math.abs(x)),
    swish: (x) => x * sigmoid(x),
    hardSwish: (x) => x * Math.min(Math.max(x / 6 + 0.5, 0), 1),
    mish: (x) => x * Math.tanh(Math.log1p(Math.exp(x))),
    gelu: (x) => (x / 2) * (1 + erf(x / Math.SQRT2)),
    gelu_new: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  };

/** @param channels the softmax goes over as many numbers at a time */
export function activate(name: Activation, x: readonly number[], channels: number): number[] {
  if (name !== 'softmax' && name !== 'logSoftmax') return x.map(FUNCTIONS[name]);
  return Array.from({ length: x.length / channels }, (_, pixel) => {
    const row = x.slice(pixel * channels, (pixel + 1) * channels);
    const sum = row.reduce((total, value) => total + Math.exp(value), 0);
    return row.map((value) => (name === 'softmax' ? Math.exp(value) / sum : value - Math.log(sum)));
  }).flat();
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Its series, 2/√π · Σ (-1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)), which double precision carries up to |x| of 5. */
function erf(x: number): number {
  let power = x;
  let sum = 0;
  for (let n = 0; n < 100; n++) {
    sum += power / (2 * n + 1);
    power *= -(x * x) / (n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
