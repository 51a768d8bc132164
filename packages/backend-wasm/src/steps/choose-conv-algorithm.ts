import type { ConvGeometry } from '../conv-geometry.ts';

/**
 * How a convolution is computed: `gemm` takes any; `pointwise` is a 1×1 filter of stride 1 without padding,
 * `one-channel` has a single input channel; `winograd2` and `winograd4` are F(2×2, 3×3) and F(4×4, 3×3), for 3×3
 * filters of stride 1 without dilation.
 */
export type ConvAlgorithm =
  | 'gemm'
  | 'pointwise'
  | 'one-channel'
  | 'winograd2'
  | 'winograd3'
  | 'winograd4'
  | 'winograd6';

/** Whether an algorithm can compute a convolution at all. */
export function fitsConvAlgorithm(algorithm: ConvAlgorithm, geometry: ConvGeometry): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  const dense = strideHeight === 1 && strideWidth === 1;
  switch (algorithm) {
    case 'gemm':
      return true;
    case 'one-channel':
      return geometry.inChannels === 1;
    case 'pointwise':
      return (
        dense &&
        filterHeight === 1 &&
        filterWidth === 1 &&
        geometry.outHeight === geometry.inHeight &&
        geometry.outWidth === geometry.inWidth
      );
    default:
      return (
        dense &&
        filterHeight === 3 &&
        filterWidth === 3 &&
        geometry.dilationHeight === 1 &&
        geometry.dilationWidth === 1
      );
  }
}

/**
 * The fastest algorithm for a convolution.
 *
 * @param options.packedOnce whether the filter is packed once for many runs (inference), so that packing costs nothing
 */
export function chooseConvAlgorithm(geometry: ConvGeometry, options: { packedOnce: boolean }): ConvAlgorithm {
  if (fitsConvAlgorithm('pointwise', geometry)) return 'pointwise';
  if (fitsConvAlgorithm('one-channel', geometry)) return 'one-channel';
  if (!fitsConvAlgorithm('winograd4', geometry)) return 'gemm';
  const { batch, outHeight, outWidth, inChannels, outChannels } = geometry;
  // The transforms cost about as much as eight channels' products.
  if (inChannels < 8 || outChannels < 8) return 'gemm';
  const pixels = batch * outHeight * outWidth;
  if (!options.packedOnce && pixels < 192) return 'gemm';
  const products = (tileSize: number) =>
    batch * Math.ceil(outHeight / tileSize) * Math.ceil(outWidth / tileSize) * (tileSize + 2) ** 2;
  return products(4) < products(2) ? 'winograd4' : 'winograd2';
}
