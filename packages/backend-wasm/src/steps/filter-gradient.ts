import type { Step } from '../engine/step.ts';

/** The gradient of a convolution by its filter, by one algorithm. */
export interface FilterGradient {
  /** Floats that the steps share besides the tensors. */
  readonly workspaceFloats: number;
  /**
   * @param at where these lie: `x` [batch, inHeight, inWidth, inChannels], `dy` [batch, outHeight, outWidth,
   * outChannels], `dfilter` [filterHeight, filterWidth, inChannels, outChannels], overwritten, and the workspace
   */
  steps(at: FilterGradientAddresses): Step[];
}

export interface FilterGradientAddresses {
  readonly x: number;
  readonly dy: number;
  readonly dfilter: number;
  readonly workspace: number;
}
