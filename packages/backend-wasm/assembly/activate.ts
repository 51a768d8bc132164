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
    case Activation.sigmoid: {
      // exp of what is not positive cannot overflow.
      const small = exp(f32x4.neg(f32x4.abs(x)));
      const share = f32x4.div(f32x4.splat(1), f32x4.add(small, f32x4.splat(1)));
      return v128.bitselect(f32x4.mul(small, share), share, f32x4.lt(x, zero));
    }
    case Activation.tanh: {
      const power = exp_minus_one(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
      const size = f32x4.div(f32x4.neg(power), f32x4.add(power, f32x4.splat(2)));
      return v128.bitselect(x, size, i32x4.splat(0x80000000));
    }
    case Activation.softplus:
      return f32x4.add(f32x4.pmax(x, zero), log_one_plus(exp(f32x4.neg(f32x4.abs(x)))));
    default:
      return x;
  }
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
