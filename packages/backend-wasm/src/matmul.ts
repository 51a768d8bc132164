import type { KernelContext } from './kernel-context.ts';
import { roundUp } from './patch-plan.ts';

/** One product of two matrices, row-major, by address. */
export interface MatMulCall {
  /** [m, k], or [k, m] if `transposeA`. */
  readonly a: number;
  /** [k, n], or [n, k] if `transposeB`. */
  readonly b: number;
  /** [m, n], overwritten. */
  readonly c: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Writes the product to `c`. */
export function matMulInto({ exports, heap, count }: KernelContext, call: MatMulCall): void {
  const { a, b, c, m, n, k } = call;
  if (m === 0 || n === 0) return;
  if (k === 0) {
    heap.clear(c, m * n);
    return;
  }
  const transposeB = call.transposeB ? 1 : 0;
  const panels = k * roundUp(n, 8);
  if (call.transposeA) {
    const sizes = { panels, rows: roundUp(k, 4), copy: m % 4 === 0 ? 0 : k * roundUp(m, 4), scratch: 32 };
    heap.withWorkspace(sizes, (at) => {
      exports.f32_matmul_transpose_a(a, b, c, m, n, k, transposeB, at.panels, at.rows, at.copy, at.scratch);
    });
    count('f32_matmul_transpose_a');
    return;
  }
  const table = roundUp(m, 4);
  const sizes = { panels, inputs: table, outputs: table, zeros: k, spare: roundUp(n, 8), scratch: 32 };
  heap.withWorkspace(sizes, (at) => {
    heap.clear(at.zeros, sizes.zeros);
    exports.f32_matmul(
      a,
      b,
      c,
      m,
      n,
      k,
      transposeB,
      at.panels,
      at.inputs,
      at.outputs,
      at.zeros,
      at.spare,
      at.scratch,
    );
  });
  count('f32_matmul');
}
