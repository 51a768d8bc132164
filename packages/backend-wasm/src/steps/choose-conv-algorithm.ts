import type { ConvGeometry } from '../conv-geometry.ts';
import { roundUp } from '../round-up.ts';

/**
 * How a convolution is computed: `gemm` takes any; `winograd2` to `winograd6` are F(2×2, 3×3) to F(6×6, 3×3), for 3×3
 * filters of stride 1 without dilation. Their errors, as shares of the largest output, with 64 channels: `gemm` 1e-6, `winograd2`
 * 3e-7, `winograd3` 2e-6, `winograd4` 6e-6, `winograd6` 8e-6.
 */
export type ConvAlgorithm = 'gemm' | 'winograd2' | 'winograd3' | 'winograd4' | 'winograd6';

/** Whether an algorithm can compute a convolution at all. */
export function fitsConvAlgorithm(algorithm: ConvAlgorithm, geometry: ConvGeometry): boolean {
  if (algorithm === 'gemm') return true;
  return (
    geometry.filterHeight === 3 &&
    geometry.filterWidth === 3 &&
    geometry.strideHeight === 1 &&
    geometry.strideWidth === 1 &&
    geometry.dilationHeight === 1 &&
    geometry.dilationWidth === 1
  );
}

/**
 * The fastest algorithm for a convolution.
 *
 * @param options.packedOnce whether the filter is packed once for many runs (inference), so that packing costs nothing
 */
export function chooseConvAlgorithm(
  geometry: ConvGeometry,
  { packedOnce }: { packedOnce: boolean },
): ConvAlgorithm {
  // A tile's channels are transformed by fours; with fewer than eight that costs more than it saves.
  if (!fitsConvAlgorithm('winograd4', geometry) || geometry.inChannels < 8) return 'gemm';
  let best: ConvAlgorithm = 'gemm';
  let least = gemmCost(geometry, packedOnce);
  for (const algorithm of ['winograd2', 'winograd3', 'winograd4', 'winograd6'] as const) {
    const cost = winogradCost(geometry, winogradTileSize(algorithm), packedOnce);
    if (cost < least) {
      best = algorithm;
      least = cost;
    }
  }
  return best;
}

/** Output pixels of a Winograd tile in a row and in a column; 0 for what is no Winograd algorithm. */
export function winogradTileSize(algorithm: ConvAlgorithm): number {
  return algorithm.startsWith('winograd') ? Number(algorithm.slice('winograd'.length)) : 0;
}

/**
 * Times, in multiplications of the micro-kernel (0.05 ns without fused multiply-add), as measured on Zen 4 at batch 1
 * and 8 on the 3×3 layers of the tutorial CNN and of a VGG-like net; they were met within 15 %.
 */
const gatherCost = 1; // a float of a patch, of which those at the edges are copied
const transformCost = 8; // a channel at a tap of a tile
const packCost = 2.5; // a weight for `gemm`
const filterTransformCost = 15; // a weight at a tap

function gemmCost(geometry: ConvGeometry, packedOnce: boolean): number {
  const { batch, outHeight, outWidth, inChannels, outChannels } = geometry;
  const rows = batch * outHeight * outWidth;
  const depth = 9 * inChannels;
  const products = roundUp(rows, 4) * depth * roundUp(outChannels, 8);
  return products + gatherCost * rows * depth + (packedOnce ? 0 : packCost * depth * outChannels);
}

function winogradCost(geometry: ConvGeometry, tileSize: number, packedOnce: boolean): number {
  const { batch, outHeight, outWidth, inChannels, outChannels } = geometry;
  const taps = (tileSize + 2) ** 2;
  const tiles = batch * Math.ceil(outHeight / tileSize) * Math.ceil(outWidth / tileSize);
  const weights = inChannels * roundUp(outChannels, 8);
  const products = roundUp(tiles, 4) * weights;
  const transforms = transformCost * tiles * (inChannels + outChannels);
  return taps * (products + transforms + (packedOnce ? 0 : filterTransformCost * weights));
}
