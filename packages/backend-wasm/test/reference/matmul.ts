/** Sizes of a product of two stacks of matrices, [rows, depth] · [depth, columns]; a `T` is stored transposed. */
export interface MatMul {
  /** Matrices in each stack; a stack of one is used again for every matrix of the other. */
  readonly batchA: number;
  readonly batchB: number;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The product by its definition, in float64: [max(batchA, batchB), rows, columns]. */
export function matmul(
  { batchA, batchB, rows, depth, columns, transposeA, transposeB }: MatMul,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): Float64Array {
  const batch = Math.max(batchA, batchB);
  const out = new Float64Array(batch * rows * columns);
  for (let matrix = 0; matrix < batch; matrix++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const atOut = (matrix * rows + row) * columns + column;
        for (let k = 0; k < depth; k++) {
          const atA = (matrix % batchA) * rows * depth + (transposeA ? k * rows + row : row * depth + k);
          const atB =
            (matrix % batchB) * depth * columns + (transposeB ? column * depth + k : k * columns + column);
          out[atOut]! += a[atA]! * b[atB]!;
        }
      }
  return out;
}
