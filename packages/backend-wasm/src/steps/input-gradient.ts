import type { Step } from '../engine/step.ts';

/** The gradient of a convolution by its input, by one algorithm. */
export interface InputGradient {
  /** Floats that the steps share besides the tensors. */
  readonly workspaceFloats: number;
  /**
   * @param at where these lie: `dy` [batch, outHeight, outWidth, outChannels], `filter` [filterHeight, filterWidth,
   * inChannels, outChannels], `dx` [batch, inHeight, inWidth, inChannels], overwritten, and the workspace
   */
  steps(at: InputGradientAddresses): Step[];
}

export interface InputGradientAddresses {
  readonly dy: number;
  readonly filter: number;
  readonly dx: number;
  readonly workspace: number;
}
