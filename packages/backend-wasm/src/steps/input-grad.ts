import type { ConvGeometry } from '../conv-geometry.ts';
import type { Step } from '../engine/step.ts';
import { chooseInputGrad, type InputGradAlgorithm } from './choose-conv-gradient.ts';
import { inputGradGemm } from './input-grad-gemm.ts';
import { inputGradWinograd } from './input-grad-winograd.ts';

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

/**
 * The gradient of a convolution by its input. None of its dimensions may be 0.
 *
 * @param algorithm default: the fastest
 */
export function inputGradient(
  geometry: ConvGeometry,
  algorithm: InputGradAlgorithm = chooseInputGrad(geometry),
): InputGradient & { readonly algorithm: InputGradAlgorithm } {
  return { algorithm, ...inputGradients[algorithm](geometry) };
}

const inputGradients: Readonly<Record<InputGradAlgorithm, (geometry: ConvGeometry) => InputGradient>> = {
  gemm: inputGradGemm,
  winograd2: (geometry) => inputGradWinograd(geometry, 2),
  winograd4: (geometry) => inputGradWinograd(geometry, 4),
};
