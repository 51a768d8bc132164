import { Activation } from '../../assembly/activation.ts';
import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { columnSums } from './column-sums.ts';
import { activationGradWords } from './op-arguments.ts';

/** Floats in a chunk, at least: some tens of microseconds of work. */
const chunkFloats = 64 * 1024;

/** Partial sums, at most. */
const chunks = 64;

/** An activation whose gradient can be told from its output. */
export interface ActivationGradOptions {
  readonly activation: Activation;
  /** What `leakyRelu` multiplied negative numbers with; positive. Default 0.2, as in tfjs. */
  readonly alpha?: number | undefined;
}

/** The steps of `activationGrad`. */
export interface ActivationGrad {
  /** Floats that the steps share besides the tensors. */
  readonly workspaceFloats: number;
  /**
   * @param at where these lie: `dy` and `y` [rows, columns], `dx` [rows, columns], overwritten (may be `dy`; 0 for
   * none), `dbias` [columns], overwritten, and the workspace
   */
  steps(at: { dy: number; y: number; dx: number; dbias: number; workspace: number }): Step[];
}

/** Whether `activationGrad` knows an activation: it sees the output only, so PReLU and softplus are not among them. */
export function hasActivationGrad(activation: Activation): boolean {
  return activation !== Activation.prelu && activation !== Activation.softplus;
}

/**
 * The gradient of an activation and of the bias before it, in one pass: dx = dy · f′(x), worked out from y = f(x + bias),
 * and dbias = the sums of its columns. `rows` and `columns` are not 0.
 */
export function activationGrad(
  { activation, alpha = 0.2 }: ActivationGradOptions,
  rows: number,
  columns: number,
): ActivationGrad {
  const wanted = Math.max(1, Math.min(chunks, Math.floor((rows * columns) / chunkFloats)));
  const chunkRows = Math.ceil(rows / wanted);
  const count = Math.ceil(rows / chunkRows);
  return {
    workspaceFloats: count === 1 ? 0 : count * columns,
    steps: ({ dy, y, dx, dbias, workspace }) => {
      const sums = count === 1 ? dbias : workspace;
      const pass: Step = {
        op: Op.activationGrad,
        chunks: count,
        scratchFloats: 0,
        fields: activationGradWords({ dy, y, dx, sums, rows, columns, chunkRows, activation, alpha }),
      };
      return count === 1 ? [pass] : [pass, columnSums({ x: workspace, out: dbias }, count, columns)];
    },
  };
}
