import { Activation } from './activation';
import { load_lanes, store_lanes } from './lanes';
import { Scratch } from './scratch';

/** The arguments of `activation_grad`, after the scratch's. */
@unmanaged
export class ActivationGradArgs extends Scratch {
  /** `[rows, columns]`, the gradient by the activation's output */
  dy: usize;
  /** `[rows, columns]`, the activation's output; not read for `Activation.none` */
  y: usize;
  /** `[rows, columns]`, the gradient by the activation's input, overwritten (may be dy); 0 if nobody wants it */
  dx: usize;
  /** `[chunks, columns]`, the sums of the rows of each chunk, overwritten */
  sums: usize;
  rows: i32;
  columns: i32;
  /** Rows in a chunk. */
  chunkRows: i32;
  /** One that tells its input's gradient from its output: not `prelu`, not `softplus`. */
  activation: Activation;
  /** What `leakyRelu` multiplied negative numbers with; positive. */
  alpha: f32;
}

/**
 * The gradient of an activation and of the bias before it, in one pass: dx = dy · f′, with f′ worked out from y = f(x),
 * and the sums of the columns of dx over the rows of a chunk.
 */
export function activation_grad(args: ActivationGradArgs, chunk: i32, thread: i32): void {
  const columns = args.columns;
  const first = chunk * args.chunkRows;
  const rows = min(args.chunkRows, args.rows - first);
  const rowBytes = (<usize>columns) << 2;
  const vectorBytes = rowBytes & ~15;
  const lanes = columns & 3;
  const activation = args.activation;
  const alpha = f32x4.splat(args.alpha);
  const sums = args.sums + <usize>chunk * rowBytes;
  let dy = args.dy + <usize>first * rowBytes;
  let y = (activation == Activation.none ? args.dy : args.y) + <usize>first * rowBytes;
  let dx = args.dx ? args.dx + <usize>first * rowBytes : 0;

  memory.fill(sums, 0, rowBytes);
  for (let row = 0; row < rows; row++) {
    if (activation == Activation.relu && dx) {
      // By far the most frequent: without the switch.
      for (let at: usize = 0; at < vectorBytes; at += 16) {
        const gradient = v128.andnot(v128.load(dy + at), f32x4.le(v128.load(y + at), f32x4.splat(0)));
        v128.store(dx + at, gradient);
        v128.store(sums + at, f32x4.add(v128.load(sums + at), gradient));
      }
    } else {
      for (let at: usize = 0; at < vectorBytes; at += 16) {
        const gradient = input_gradient(activation, alpha, v128.load(y + at), v128.load(dy + at));
        if (dx) v128.store(dx + at, gradient);
        v128.store(sums + at, f32x4.add(v128.load(sums + at), gradient));
      }
    }
    if (lanes) {
      const at = vectorBytes;
      const gradient = input_gradient(activation, alpha, load_lanes(y + at, lanes), load_lanes(dy + at, lanes));
      if (dx) store_lanes(dx + at, gradient, lanes);
      store_lanes(sums + at, f32x4.add(load_lanes(sums + at, lanes), gradient), lanes);
    }
    dy += rowBytes;
    y += rowBytes;
    if (dx) dx += rowBytes;
  }
}

// A NaN in y lets dy through where f′ is a step, so that it is not hidden.
function input_gradient(activation: Activation, alpha: v128, y: v128, dy: v128): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  switch (activation) {
    case Activation.relu:
      return v128.andnot(dy, f32x4.le(y, zero));
    case Activation.relu6:
      return v128.andnot(dy, v128.or(f32x4.le(y, zero), f32x4.ge(y, f32x4.splat(6))));
    case Activation.leakyRelu:
      return v128.bitselect(f32x4.mul(dy, alpha), dy, f32x4.le(y, zero));
    case Activation.elu:
      return v128.bitselect(f32x4.mul(dy, f32x4.add(y, one)), dy, f32x4.le(y, zero));
    case Activation.sigmoid:
      return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(one, y)));
    case Activation.tanh:
      return f32x4.mul(dy, f32x4.sub(one, f32x4.mul(y, y)));
    default:
      return dy;
  }
}
