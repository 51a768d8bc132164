import { activate } from './activate';
import { Activation } from './activation';
import { multiply_add } from './multiply-add';
import { Scratch } from './scratch';

/** The arguments of `vector_matrix`, after the scratch's. */
@unmanaged
export class VectorMatrixArgs extends Scratch {
  /** [depth] */
  a: usize;
  /** [depth][columns], as it is: packing would take longer than the product */
  b: usize;
  /** [columns], or 0 */
  bias: usize;
  /** [columns], overwritten */
  y: usize;
  columns: i32;
  depth: i32;
  chunkColumns: i32;
  activation: Activation;
  /** What `leakyRelu` multiplies negative results with. */
  alpha: f32;
  /** What `prelu` multiplies them with: [columns]; 0 for the others. */
  alphas: usize;
}

/** y = activation(a·B + bias), four rows of B at a time; the chunk's part of y stays in the L1 cache. */
export function vector_matrix(args: VectorMatrixArgs, chunk: i32, thread: i32): void {
  const offset = (<usize>(chunk * args.chunkColumns)) << 2;
  const width = min((<usize>args.chunkColumns) << 2, ((<usize>args.columns) << 2) - offset);
  const vectors = width & ~15;
  const rowBytes = (<usize>args.columns) << 2;
  const y = args.y + offset;
  if (args.bias) memory.copy(y, args.bias + offset, width);
  else memory.fill(y, 0, width);

  let a = args.a;
  let b0 = args.b + offset;
  let row = 0;
  for (; row + 4 <= args.depth; row += 4) {
    const s0 = v128.load_splat<f32>(a);
    const s1 = v128.load_splat<f32>(a, 4);
    const s2 = v128.load_splat<f32>(a, 8);
    const s3 = v128.load_splat<f32>(a, 12);
    const b1 = b0 + rowBytes;
    const b2 = b1 + rowBytes;
    const b3 = b2 + rowBytes;
    let at: usize = 0;
    for (; at < vectors; at += 16) {
      const low = multiply_add(s1, v128.load(b1 + at), f32x4.mul(s0, v128.load(b0 + at)));
      const high = multiply_add(s3, v128.load(b3 + at), f32x4.mul(s2, v128.load(b2 + at)));
      v128.store(y + at, f32x4.add(v128.load(y + at), f32x4.add(low, high)));
    }
    for (; at < width; at += 4) {
      const low = load<f32>(a) * load<f32>(b0 + at) + load<f32>(a, 4) * load<f32>(b1 + at);
      const high = load<f32>(a, 8) * load<f32>(b2 + at) + load<f32>(a, 12) * load<f32>(b3 + at);
      store<f32>(y + at, load<f32>(y + at) + (low + high));
    }
    a += 16;
    b0 = b3 + rowBytes;
  }
  for (; row < args.depth; row++) {
    for (let at: usize = 0; at < width; at += 4) {
      store<f32>(y + at, load<f32>(y + at) + load<f32>(a) * load<f32>(b0 + at));
    }
    a += 4;
    b0 += rowBytes;
  }

  const alphas = args.alphas ? args.alphas + offset : 0;
  const columns = <i32>(width >> 2);
  activate(args.activation, args.alpha, alphas, y, 1, columns, columns);
}
