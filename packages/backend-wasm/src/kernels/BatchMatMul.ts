import { type BatchMatMulAttrs, broadcast_util, type KernelFunc, util } from '@tensorflow/tfjs-core';
import type { KernelContext, KernelDefinition, KernelInputs } from '../kernel-context.ts';
import { matMulInto } from '../matmul.ts';

/** a [..., m, k] (or [..., k, m]) times b [..., k, n] (or [..., n, k]), leading dimensions broadcast: [..., m, n]. */
export const batchMatMul: KernelDefinition = {
  kernelName: 'BatchMatMul',
  create(context: KernelContext): KernelFunc {
    const { heap, stock, count } = context;
    return (call) => {
      const { a, b } = call.inputs as KernelInputs<'a' | 'b'>;
      const { transposeA, transposeB } = call.attrs as unknown as BatchMatMulAttrs;
      if (a.dtype !== 'float32' || b.dtype !== 'float32') {
        count('BatchMatMul:tfjs');
        return stock('BatchMatMul')!(call);
      }
      const [m, k] = matrixSize(a.shape, transposeA);
      const [inner, n] = matrixSize(b.shape, transposeB);
      util.assert(
        k === inner,
        () =>
          `Error in matMul: inner sizes ${k} and ${inner} of shapes [${a.shape}] and [${b.shape}] must match.`,
      );
      const outerA = a.shape.slice(0, -2);
      const outerB = b.shape.slice(0, -2);
      const outer = broadcast_util.assertAndGetBroadcastShape(outerA, outerB);
      const out = heap.allocate([...outer, m, n]);
      const pairs = util.sizeFromShape(outer);
      const pairsA = broadcastIndex(outerA, outer);
      const pairsB = broadcastIndex(outerB, outer);
      for (let pair = 0; pair < pairs; pair++) {
        matMulInto(context, {
          a: heap.address(a) + pairsA(pair) * m * k * 4,
          b: heap.address(b) + pairsB(pair) * k * n * 4,
          c: heap.address(out) + pair * m * n * 4,
          m,
          n,
          k,
          transposeA,
          transposeB,
        });
      }
      return out;
    };
  },
};

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
