import { column_sums, ColumnSumsArgs } from './f32-column-sums';
import { Op } from './op-codes';

/**
 * Computes one chunk of a job. Every op has this form: where its arguments are, which chunk, and which thread, whose
 * scratch memory is its own.
 */
export function run_chunk(op: i32, args: usize, chunk: i32, thread: i32): void {
  switch (op) {
    case Op.columnSums:
      return column_sums(changetype<ColumnSumsArgs>(args), chunk, thread);
    default:
      unreachable();
  }
}
