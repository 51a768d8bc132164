/** A [rows, depth] · B [depth, columns] + bias [columns] in double precision, one term after the other. */
export function scalarMatmul(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { rows, columns, depth }: { rows: number; columns: number; depth: number },
  bias?: ArrayLike<number>,
): number[] {
  const y: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = bias?.[column] ?? 0;
      for (let step = 0; step < depth; step++) {
        sum += a[row * depth + step]! * b[step * columns + column]!;
      }
      y.push(sum);
    }
  }
  return y;
}
