import type { ConvGeometry } from '../conv-geometry.ts';
import { roundUp } from '../round-up.ts';

/**
 * How a gradient of a convolution is computed. By its input: `gemm` takes any; `winograd2` and `winograd4` are
 * F(2×2, 3×3) and F(4×4, 3×3), for 3×3 filters of stride 1 without dilation.
 */
export type InputGradAlgorithm = 'gemm' | 'winograd2' | 'winograd4';

/** By its filter there is also `few-channels`, for inputs of one to four channels without dilation across. */
export type FilterGradAlgorithm = InputGradAlgorithm | 'few-channels';

/** Whether an algorithm can compute a gradient of a convolution at all. */
export function fitsConvGradient(algorithm: FilterGradAlgorithm, geometry: ConvGeometry): boolean {
  switch (algorithm) {
    case 'gemm':
      return true;
    case 'few-channels':
      return geometry.inChannels <= 4 && geometry.dilationWidth === 1;
    default:
      return (
        geometry.filterHeight === 3 &&
        geometry.filterWidth === 3 &&
        geometry.strideHeight === 1 &&
        geometry.strideWidth === 1 &&
        geometry.dilationHeight === 1 &&
        geometry.dilationWidth === 1
      );
  }
}

/** The fastest algorithm for the gradient by the input. */
export function chooseInputGrad(geometry: ConvGeometry): InputGradAlgorithm {
  if (!fitsConvGradient('winograd4', geometry)) return 'gemm';
  const algorithms: readonly InputGradAlgorithm[] = ['gemm', 'winograd2', 'winograd4'];
  const costs = algorithms.map((algorithm) => cost(algorithm, geometry));
  return algorithms[costs.indexOf(Math.min(...costs))]!;
}

/** The fastest algorithm for the gradient by the filter. */
export function chooseFilterGrad(geometry: ConvGeometry): FilterGradAlgorithm {
  // A row of one or two taps does not pay for what a pixel costs besides.
  const rowTaps = geometry.filterWidth * geometry.inChannels;
  if (fitsConvGradient('few-channels', geometry) && rowTaps >= 3) return 'few-channels';
  return chooseInputGrad(geometry);
}

/**
 * The time an algorithm takes, in multiplications of `gemm`. Measured on the 3×3 layers of the tutorial CNN (batch 128)
 * and at batch 1: transforming a channel of a tile costs as much as `transformCost` products a point, transforming the
 * filter `filterCost` a point.
 */
function cost(algorithm: InputGradAlgorithm, geometry: ConvGeometry): number {
  const { batch, outHeight, outWidth, inChannels, outChannels } = geometry;
  // Products are computed eight channels at a time.
  const filter = roundUp(inChannels, 8) * roundUp(outChannels, 8);
  if (algorithm === 'gemm') return batch * outHeight * outWidth * 9 * filter;
  const tile = algorithm === 'winograd4' ? 4 : 2;
  const tiles = batch * Math.ceil(outHeight / tile) * Math.ceil(outWidth / tile);
  const points = (tile + 2) ** 2;
  return points * (tiles * (filter + transformCost * (inChannels + outChannels)) + filterCost * filter);
}

const transformCost = 8;
const filterCost = 30;
