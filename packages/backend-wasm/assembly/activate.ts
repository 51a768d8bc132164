import { Activation } from './activation';
import { exp, exp_minus_one } from './exp';
import { multiply_add } from './multiply-add';

/**
 * Applies an activation to a part of a matrix in place, best right after it was written and is still in the cache.
 *
 * @param alpha   what `leakyRelu` multiplies negative numbers with
 * @param alphas  what `prelu` multiplies them with: [columns]; 0 for the others
 * @param first   the address of the part's first element
 * @param stride  floats from one row to the next
 */
export function activate(
  activation: Activation,
  alpha: f32,
  alphas: usize,
  first: usize,
  rows: i32,
  columns: i32,
  stride: i32,
): void {
  if (activation == Activation.none) return;
  const rowBytes = (<usize>columns) << 2;
  const vectorBytes = rowBytes & ~15;
  let slope = f32x4.splat(alpha);
  for (let row = 0; row < rows; row++) {
    let at: usize = 0;
    for (; at < vectorBytes; at += 16) {
      if (alphas) slope = v128.load(alphas + at);
      v128.store(first + at, activated(activation, slope, v128.load(first + at)));
    }
    for (; at < rowBytes; at += 4) {
      if (alphas) slope = v128.load_splat<f32>(alphas + at);
      v128.store_lane<f32>(first + at, activated(activation, slope, v128.load_splat<f32>(first + at)), 0);
    }
    first += (<usize>stride) << 2;
  }
}

/** The activation of four numbers. NaN stays NaN. */
function activated(activation: Activation, slope: v128, x: v128): v128 {
  const zero = f32x4.splat(0);
  switch (activation) {
    case Activation.relu:
      return f32x4.pmax(x, zero);
    case Activation.relu6:
      return f32x4.pmin(f32x4.pmax(x, zero), f32x4.splat(6));
    case Activation.leakyRelu:
    case Activation.prelu:
      return v128.bitselect(f32x4.mul(x, slope), x, f32x4.lt(x, zero));
    case Activation.elu:
      return v128.bitselect(exp_minus_one(f32x4.pmin(x, zero)), x, f32x4.lt(x, zero));
    case Activation.sigmoid:
      return sigmoid(x);
    case Activation.tanh:
      return tanh(x);
    case Activation.softplus:
      return f32x4.add(f32x4.pmax(x, zero), log_one_plus(exp(f32x4.neg(f32x4.abs(x)))));
    case Activation.selu: {
      // Klambauer et al. 2017, arXiv:1706.02515
      const low = f32x4.mul(exp_minus_one(f32x4.pmin(x, zero)), f32x4.splat(1.6732632423543772));
      return f32x4.mul(v128.bitselect(low, x, f32x4.lt(x, zero)), f32x4.splat(1.0507009873554805));
    }
    case Activation.hardSigmoid:
      return hard_sigmoid(x, 0.2);
    case Activation.hardSigmoid6:
      return hard_sigmoid(x, 1.0 / 6);
    case Activation.softsign:
      return f32x4.div(x, f32x4.add(f32x4.abs(x), f32x4.splat(1)));
    case Activation.swish:
      return f32x4.mul(x, sigmoid(x));
    case Activation.hardSwish:
      return f32x4.mul(x, hard_sigmoid(x, 1.0 / 6));
    case Activation.mish:
      return f32x4.mul(x, tanh_of_softplus(x));
    case Activation.gelu: {
      // Hendrycks and Gimpel 2016, arXiv:1606.08415
      const gate = erf(f32x4.mul(x, f32x4.splat(0.7071067811865476)));
      return f32x4.mul(f32x4.mul(x, f32x4.splat(0.5)), f32x4.add(gate, f32x4.splat(1)));
    }
    case Activation.geluTanh: {
      const cubic = multiply_add(f32x4.mul(f32x4.mul(x, x), x), f32x4.splat(0.044715), x);
      const gate = tanh(f32x4.mul(cubic, f32x4.splat(0.7978845608028654)));
      return f32x4.mul(f32x4.mul(x, f32x4.splat(0.5)), f32x4.add(gate, f32x4.splat(1)));
    }
    default:
      return x;
  }
}

// @ts-ignore: decorator
@inline
function sigmoid(x: v128): v128 {
  // exp of what is not positive cannot overflow.
  const small = exp(f32x4.neg(f32x4.abs(x)));
  const share = f32x4.div(f32x4.splat(1), f32x4.add(small, f32x4.splat(1)));
  return v128.bitselect(f32x4.mul(small, share), share, f32x4.lt(x, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function tanh(x: v128): v128 {
  const power = exp_minus_one(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  const size = f32x4.div(f32x4.neg(power), f32x4.add(power, f32x4.splat(2)));
  return v128.bitselect(x, size, i32x4.splat(0x80000000));
}

/** clip(slope · x + 1/2, 0, 1) */
// @ts-ignore: decorator
@inline
function hard_sigmoid(x: v128, slope: f32): v128 {
  const line = multiply_add(x, f32x4.splat(slope), f32x4.splat(0.5));
  return f32x4.pmin(f32x4.pmax(line, f32x4.splat(0)), f32x4.splat(1));
}

/** tanh(ln(1 + eˣ)) = (e²ˣ + 2eˣ) / (e²ˣ + 2eˣ + 2), and with e⁻ˣ where eˣ might overflow. */
// @ts-ignore: decorator
@inline
function tanh_of_softplus(x: v128): v128 {
  const two = f32x4.splat(2);
  const small = exp(f32x4.neg(f32x4.abs(x)));
  const sum = f32x4.mul(small, f32x4.add(small, two));
  const below = f32x4.div(sum, f32x4.add(sum, two));
  const double = multiply_add(small, two, f32x4.splat(1));
  const above = f32x4.div(double, multiply_add(f32x4.mul(small, small), two, double));
  return v128.bitselect(below, above, f32x4.lt(x, f32x4.splat(0)));
}

/** Within 2e-7: Abramowitz and Stegun 1964, 7.1.26. */
// @ts-ignore: decorator
@inline
function erf(x: v128): v128 {
  const size = f32x4.abs(x);
  const one = f32x4.splat(1);
  const t = f32x4.div(one, multiply_add(size, f32x4.splat(0.3275911), one));
  let p = f32x4.splat(1.061405429);
  p = multiply_add(p, t, f32x4.splat(-1.453152027));
  p = multiply_add(p, t, f32x4.splat(1.421413741));
  p = multiply_add(p, t, f32x4.splat(-0.284496736));
  p = multiply_add(p, t, f32x4.splat(0.254829592));
  const rest = f32x4.mul(f32x4.mul(p, t), exp(f32x4.neg(f32x4.mul(size, size))));
  return v128.bitselect(x, f32x4.sub(one, rest), i32x4.splat(0x80000000));
}

// ln(1 + z) for 0 ≤ z ≤ 1, as 2·artanh(z / (2 + z)) by its Taylor series, which is good to 1e-8 here.
// @ts-ignore: decorator
@inline
function log_one_plus(z: v128): v128 {
  const s = f32x4.div(z, f32x4.add(z, f32x4.splat(2)));
  const square = f32x4.mul(s, s);
  let p = f32x4.splat(1.0 / 13);
  p = multiply_add(p, square, f32x4.splat(1.0 / 11));
  p = multiply_add(p, square, f32x4.splat(1.0 / 9));
  p = multiply_add(p, square, f32x4.splat(1.0 / 7));
  p = multiply_add(p, square, f32x4.splat(1.0 / 5));
  p = multiply_add(p, square, f32x4.splat(1.0 / 3));
  p = multiply_add(p, square, f32x4.splat(1));
  return f32x4.mul(f32x4.add(s, s), p);
}
