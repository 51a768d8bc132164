import type { Activation } from '../../assembly/activation.ts';
import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { scaleShiftWords } from './op-arguments.ts';

export interface ScaleShiftAddresses {
  /** `[rows, channels]` */
  readonly x: number;
  /** `[channels]`, what is subtracted before scaling; 0 for nothing. */
  readonly center: number;
  /** `[channels]` */
  readonly scale: number;
  /** `[channels]`, what is added afterwards; 0 for nothing. */
  readonly shift: number;
  /** `[channels]`, what PReLU multiplies negative values with; 0 for other activations. */
  readonly alphas: number;
  /** `[rows, channels]`; may be `x`. */
  readonly y: number;
}

/** Floats that a chunk reads, about. */
const chunkFloats = 32768;
/** Floats that the scratch memory holds of each of the channels' numbers, at least: enough to forget the loop around. */
const periodFloats = 64;

/**
 * activation((x - center) · scale + shift), channel by channel: a batch normalisation.
 *
 * @param alpha what leaky ReLU multiplies negative values with
 */
export function scaleShift(
  at: ScaleShiftAddresses,
  rows: number,
  channels: number,
  activation: Activation,
  alpha = 0,
): Step {
  const periodRows = wholeVectorRows(channels);
  const chunkRows = Math.ceil(Math.max(1, chunkFloats / channels) / periodRows) * periodRows;
  return {
    op: Op.scaleShift,
    chunks: Math.ceil(rows / chunkRows),
    scratchFloats: 4 * periodRows * channels,
    fields: scaleShiftWords({
      x: at.x,
      center: at.center,
      scale: at.scale,
      shift: at.shift,
      alphas: at.alphas,
      y: at.y,
      rows,
      channels,
      activation,
      alpha,
      chunkRows,
      periodRows,
    }),
  };
}

/** The fewest rows that are a multiple of four floats, and some floats long. */
export function wholeVectorRows(channels: number): number {
  const unit = channels % 4 === 0 ? 1 : channels % 2 === 0 ? 2 : 4;
  return unit * Math.ceil(periodFloats / (unit * channels));
}
