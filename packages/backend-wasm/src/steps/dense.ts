import { Activation } from '../../assembly/activation.ts';
import type { Step } from '../engine/step.ts';
import { matmul, matvec, packColumns, packedColumnsFloats, packedRowsFloats, packRows } from './matmul.ts';

/** The sizes of a dense layer. */
export interface DenseSize {
  /** Images in the batch. */
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** Where a dense layer's operands lie. */
export interface DenseAddresses {
  /** [rows, inputs] */
  readonly x: number;
  /** What `pack` made. */
  readonly packed: number;
  /** [outputs], or 0 for none. */
  readonly bias: number;
  /** [outputs], what PReLU multiplies negative results with; 0 for other activations. */
  readonly alphas: number;
  /** `workspaceFloats`; may be used by other steps in between. */
  readonly workspace: number;
  /** [rows, outputs], overwritten. */
  readonly y: number;
}

/** A dense layer whose weights are packed once and used often. */
export interface DenseSteps {
  readonly packedFloats: number;
  readonly workspaceFloats: number;
  /** @param at `weights`: [inputs, outputs]; the packed form is the same for every number of rows */
  pack(at: { readonly weights: number; readonly packed: number }): Step;
  /** y = activation(x · weights + bias) */
  run(at: DenseAddresses): Step[];
}

/** @param alpha what leaky ReLU multiplies negative results with */
export function denseSteps(
  { rows, inputs, outputs }: DenseSize,
  activation: Activation = Activation.none,
  alpha = 0,
): DenseSteps {
  const size = { rows, columns: outputs, depth: inputs };
  // Three rows take as long as a tile of four.
  const fewRows = rows <= 2;
  return {
    packedFloats: packedColumnsFloats(size),
    workspaceFloats: fewRows ? 0 : packedRowsFloats(size),
    pack: ({ weights, packed }) => packColumns({ source: weights, packed }, size),
    run({ x, packed, bias, alphas, workspace, y }) {
      if (fewRows) return [matvec({ a: x, b: packed, bias, alphas, y }, size, activation, alpha)];
      return [
        packRows({ source: x, packed: workspace }, size),
        matmul({ a: workspace, b: packed, bias, alphas, y }, size, activation, alpha),
      ];
    },
  };
}
