import type { ConvGeometry } from '../conv-geometry.ts';
import { chooseInputGrad, type InputGradAlgorithm } from './choose-conv-gradient.ts';
import { inputGradGemm } from './input-grad-gemm.ts';
import { inputGradWinograd } from './input-grad-winograd.ts';
import type { InputGradient } from './input-gradient.ts';

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
