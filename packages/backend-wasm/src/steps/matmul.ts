import { Activation } from '../../assembly/activation.ts';
import { Op } from '../../assembly/op-codes.ts';
import { float32Word, type Step } from '../engine/step.ts';
import { clampOf } from './clamp.ts';

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

/** Floats of A packed. A single row needs no packing: give `matmul` the row itself. */
export function packedRowsFloats({ rows, depth }: Omit<MatmulSize, 'columns'>): number {
  return rows === 1 ? 0 : Math.ceil(rows / 4) * 4 * depth;
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
  op: Op,
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
    fields: [at.source, at.packed, depth, width, transposed ? 1 : 0, chunkWidth],
  };
}

/** Where the operands of a product lie. */
export interface MatmulAddresses {
  /** What `packRows` made; of a single row, the row itself: [depth]. */
  readonly a: number;
  /** What `packColumns` made. */
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
 * A single row is another op: it is bound by the memory, and streams B once from front to back.
 *
 * @param alpha what leaky ReLU multiplies negative results with
 */
export function matmul(
  at: MatmulAddresses,
  size: MatmulSize,
  activation: Activation = Activation.none,
  alpha = 0,
): Step {
  const { rows, columns, depth } = size;
  const clamp = clampOf(activation);
  const panels = Math.ceil(columns / 8);
  const vector = rows === 1;
  const panelWork = Math.min(rows, chunkRows) * 8 * Math.max(1, depth);
  const chunkPanels = Math.max(1, Math.floor((vector ? vectorChunkWork : chunkWork) / panelWork));
  return {
    op: vector ? Op.matvec : Op.matmul,
    chunks: Math.ceil(panels / chunkPanels) * Math.ceil(rows / chunkRows),
    scratchFloats: vector ? 8 : 8 + chunkRows * 8,
    fields: [
      at.a,
      at.b,
      at.bias,
      at.y,
      rows,
      columns,
      depth,
      chunkRows,
      chunkPanels,
      float32Word(clamp?.low ?? Number.NEGATIVE_INFINITY),
      float32Word(clamp?.high ?? Number.POSITIVE_INFINITY),
      clamp ? Activation.none : activation,
      float32Word(alpha),
      at.alphas,
    ],
  };
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
    fields: [
      at.a,
      at.b,
      at.bias,
      at.y,
      columns,
      depth,
      vectorColumns,
      activation,
      float32Word(alpha),
      at.alphas,
    ],
  };
}
