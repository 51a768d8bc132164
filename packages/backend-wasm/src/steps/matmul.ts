import { Activation } from '../../assembly/activation.ts';
import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { clampOf } from './clamp.ts';
import { matmulWords, packOperandWords, vectorMatrixWords } from './op-arguments.ts';

/** The sizes of y [rows, columns] = A [rows, depth] · B [depth, columns]. */
export interface MatmulSize {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

/** Multiply-adds of a chunk, some 50 µs, and of one that only streams B from memory. */
const chunkWork = 1 << 20;
const vectorChunkWork = 1 << 17;
/** Rows of A that go over a panel of B while it is in the L1 cache. */
const chunkRows = 64;
/** Floats that a chunk of packing moves, some 10 µs. */
const packWork = 1 << 15;

/** Floats of A packed. */
export function packedRowsFloats({ rows, depth }: Omit<MatmulSize, 'columns'>): number {
  return Math.ceil(rows / 4) * 4 * depth;
}

/** Floats of B packed. */
export function packedColumnsFloats({ columns, depth }: Omit<MatmulSize, 'rows'>): number {
  return Math.ceil(columns / 8) * 8 * depth;
}

/** Packs A [rows, depth], or [depth, rows] if `transposed`, as [rows / 4, depth, 4]. */
export function packRows(
  at: { readonly source: number; readonly packed: number },
  { rows, depth }: Omit<MatmulSize, 'columns'>,
  transposed = false,
): Step {
  return pack(Op.packRows, at, rows, depth, transposed);
}

/** Packs B [depth, columns], or [columns, depth] if `transposed`, as [columns / 8, depth, 8]. */
export function packColumns(
  at: { readonly source: number; readonly packed: number },
  { columns, depth }: Omit<MatmulSize, 'rows'>,
  transposed = false,
): Step {
  return pack(Op.packColumns, at, columns, depth, transposed);
}

function pack(
  op: number,
  at: { readonly source: number; readonly packed: number },
  width: number,
  depth: number,
  transposed: boolean,
): Step {
  const chunkWidth = Math.max(16, Math.floor(packWork / Math.max(1, depth) / 16) * 16);
  return {
    op,
    chunks: Math.ceil(width / chunkWidth),
    scratchFloats: 0,
    fields: packOperandWords({
      source: at.source,
      packed: at.packed,
      depth,
      width,
      transposed: transposed ? 1 : 0,
      chunkWidth,
    }),
  };
}

/** Where the operands of a product lie. */
export interface MatmulAddresses {
  /** What `packRows` made; for `matvec` and `vectorMatrix` A as it is. */
  readonly a: number;
  /** What `packColumns` made; for `vectorMatrix` B as it is. */
  readonly b: number;
  /** [columns], or 0 for none. */
  readonly bias: number;
  /** [columns], what PReLU multiplies negative results with; 0 for other activations. */
  readonly alphas: number;
  /** [rows, columns], overwritten. */
  readonly y: number;
}

/**
 * y = activation(A·B + bias), of packed operands.
 *
 * @param alpha what leaky ReLU multiplies negative results with
 */
export function matmul(
  at: MatmulAddresses,
  size: MatmulSize,
  activation: Activation = Activation.none,
  alpha = 0,
): Step {
  const panels = Math.ceil(size.columns / 8);
  const panelWork = Math.min(size.rows, chunkRows) * 8 * Math.max(1, size.depth);
  const chunkPanels = Math.max(1, Math.floor(chunkWork / panelWork));
  return {
    op: Op.matmul,
    chunks: Math.ceil(panels / chunkPanels) * Math.ceil(size.rows / chunkRows),
    scratchFloats: 8 + chunkRows * 8,
    fields: matmulFields(at, size, chunkPanels, activation, alpha),
  };
}

/**
 * y = activation(A·B + bias) for a row or two: bound by the memory, from which it streams B, packed, once. A is taken as
 * it is, [rows, depth].
 *
 * @param alpha what leaky ReLU multiplies negative results with
 */
export function matvec(
  at: MatmulAddresses,
  size: MatmulSize,
  activation: Activation = Activation.none,
  alpha = 0,
): Step {
  const panels = Math.ceil(size.columns / 8);
  const chunkPanels = Math.max(1, Math.floor(vectorChunkWork / (8 * Math.max(1, size.depth))));
  return {
    op: Op.matvec,
    chunks: Math.ceil(panels / chunkPanels),
    scratchFloats: 16,
    fields: matmulFields(at, size, chunkPanels, activation, alpha),
  };
}

function matmulFields(
  at: MatmulAddresses,
  { rows, columns, depth }: MatmulSize,
  chunkPanels: number,
  activation: Activation,
  alpha: number,
): number[] {
  const clamp = clampOf(activation);
  return matmulWords({
    a: at.a,
    panels: at.b,
    bias: at.bias,
    y: at.y,
    rows,
    columns,
    depth,
    chunkRows,
    chunkPanels,
    low: clamp?.low ?? Number.NEGATIVE_INFINITY,
    high: clamp?.high ?? Number.POSITIVE_INFINITY,
    activation: clamp ? Activation.none : activation,
    alpha,
    alphas: at.alphas,
  });
}

/** Columns of a chunk of `vectorMatrix`: 1 kB of each row. */
const vectorColumns = 256;

/** y [columns] = activation(a [depth] · B [depth, columns] + bias) with B as it is, for a product taken once. */
export function vectorMatrix(
  at: MatmulAddresses,
  { columns, depth }: Omit<MatmulSize, 'rows'>,
  activation: Activation = Activation.none,
  alpha = 0,
): Step {
  return {
    op: Op.vectorMatrix,
    chunks: Math.ceil(columns / vectorColumns),
    scratchFloats: 0,
    fields: vectorMatrixWords({
      a: at.a,
      b: at.b,
      bias: at.bias,
      y: at.y,
      columns,
      depth,
      chunkColumns: vectorColumns,
      activation,
      alpha,
      alphas: at.alphas,
    }),
  };
}
