import type { ConvGeometry } from '../conv-geometry.ts';
import { chooseFilterGrad, type FilterGradAlgorithm } from './choose-conv-gradient.ts';
import { filterGradFewChannels } from './filter-grad-few-channels.ts';
import { filterGradGemm } from './filter-grad-gemm.ts';
import { filterGradWinograd } from './filter-grad-winograd.ts';
import type { FilterGradient } from './filter-gradient.ts';

/**
 * The gradient of a convolution by its filter. None of its dimensions may be 0.
 *
 * @param algorithm default: the fastest
 */
export function filterGradient(
  geometry: ConvGeometry,
  algorithm: FilterGradAlgorithm = chooseFilterGrad(geometry),
): FilterGradient & { readonly algorithm: FilterGradAlgorithm } {
  return { algorithm, ...filterGradients[algorithm](geometry) };
}

const filterGradients: Readonly<Record<FilterGradAlgorithm, (geometry: ConvGeometry) => FilterGradient>> = {
  gemm: filterGradGemm,
  'few-channels': filterGradFewChannels,
  winograd2: (geometry) => filterGradWinograd(geometry, 2),
  winograd4: (geometry) => filterGradWinograd(geometry, 4),
};
