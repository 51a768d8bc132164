import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Activation } from '../../assembly/activation.ts';
import {
  type MatmulSize,
  matmul,
  matvec,
  packColumns,
  packedColumnsFloats,
  packedRowsFloats,
  packRows,
  vectorMatrix,
} from '../steps/matmul.ts';
import type { KernelContext } from './kernel-context.ts';

/** A product of two tensors, both float32. */
export interface MatmulCall {
  /** [..., rows, depth], or [..., depth, rows] if `transposeA`. */
  readonly a: TensorInfo;
  /** [..., depth, columns], or [..., columns, depth] if `transposeB`; leading dimensions broadcast with A's. */
  readonly b: TensorInfo;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** [columns] */
  readonly bias?: TensorInfo | undefined;
  /** Default: none. */
  readonly activation?: Activation;
  /** What leaky ReLU multiplies negative results with. */
  readonly alpha?: number | undefined;
  /** [columns], what PReLU multiplies them with. */
  readonly alphas?: TensorInfo | undefined;
}

/** @returns activation(a · b + bias), [..., rows, columns] */
export function multiply(context: KernelContext, call: MatmulCall): TensorInfo {
  const { heap } = context;
  const { a, b, transposeA, transposeB } = call;
  const [rows, depth] = matrixSize(a.shape, transposeA);
  const [inner, columns] = matrixSize(b.shape, transposeB);
  util.assert(
    depth === inner,
    () =>
      `Error in matMul: inner sizes ${depth} and ${inner} of shapes [${a.shape}] and [${b.shape}] must match.`,
  );
  const outerA = a.shape.slice(0, -2);
  const outerB = b.shape.slice(0, -2);
  const outer = broadcast_util.assertAndGetBroadcastShape(outerA, outerB);
  const out = heap.allocate([...outer, rows, columns]);
  if (util.sizeFromShape(out.shape) === 0) return out;

  const at = { a: heap.address(a), b: heap.address(b), out: heap.address(out) };
  if (!transposeA && util.sizeFromShape(outerB) === 1) {
    // One B for all: their rows are those of one product.
    multiplyPair(context, call, at, { rows: util.sizeFromShape(outer) * rows, depth, columns });
    return out;
  }
  const indexA = broadcastIndex(outerA, outer);
  const indexB = broadcastIndex(outerB, outer);
  const pairs = util.sizeFromShape(outer);
  for (let pair = 0; pair < pairs; pair++) {
    const addresses = {
      a: at.a + indexA(pair) * rows * depth * 4,
      b: at.b + indexB(pair) * depth * columns * 4,
      out: at.out + pair * rows * columns * 4,
    };
    multiplyPair(context, call, addresses, { rows, depth, columns });
  }
  return out;
}

function multiplyPair(
  { heap, run, count }: KernelContext,
  { transposeA, transposeB, bias, activation, alpha, alphas }: MatmulCall,
  at: { readonly a: number; readonly b: number; readonly out: number },
  size: MatmulSize,
): void {
  const addressOf = (tensor: TensorInfo | undefined) => (tensor ? heap.address(tensor) : 0);
  const rest = { bias: addressOf(bias), alphas: addressOf(alphas), y: at.out };
  if (size.rows === 1 && !transposeB) {
    run(vectorMatrix({ a: at.a, b: at.b, ...rest }, size, activation, alpha));
    count('vector_matrix');
    return;
  }
  const single = size.rows === 1;
  const floats = { a: single ? 0 : packedRowsFloats(size), b: packedColumnsFloats(size) };
  heap.withWorkspace(floats, (packed) => {
    run(packColumns({ source: at.b, packed: packed.b }, size, transposeB));
    if (single) {
      // A row lies the same way, transposed or not.
      run(matvec({ a: at.a, b: packed.b, ...rest }, size, activation, alpha));
    } else {
      run(packRows({ source: at.a, packed: packed.a }, size, transposeA));
      run(matmul({ a: packed.a, b: packed.b, ...rest }, size, activation, alpha));
    }
  });
  count(single ? 'matvec' : 'matmul');
}

function matrixSize(shape: readonly number[], transposed: boolean): [number, number] {
  const rows = shape[shape.length - 2]!;
  const columns = shape[shape.length - 1]!;
  return transposed ? [columns, rows] : [rows, columns];
}

/** From the index of a pair in the broadcast shape to the index of the matrix in an operand of shape `own`. */
function broadcastIndex(own: readonly number[], outer: readonly number[]): (pair: number) => number {
  return (pair) => {
    let index = 0;
    let stride = 1;
    let rest = pair;
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      const size = own[axis - (outer.length - own.length)] ?? 1;
      const position = rest % outer[axis]!;
      rest = Math.floor(rest / outer[axis]!);
      if (size !== 1) index += position * stride;
      stride *= size;
    }
    return index;
  };
}
