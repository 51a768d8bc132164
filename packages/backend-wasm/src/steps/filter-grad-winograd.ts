import * as Op from '../../assembly/op-codes.ts';
import type { ConvGeometry } from '../conv-geometry.ts';
import { roundUp } from '../round-up.ts';
import type { FilterGradient } from './filter-gradient.ts';
import { filterGradWinogradReduceWords, filterGradWinogradWords } from './op-arguments.ts';

/** Floats of both operands for one block of tiles: they and one slice of the sums stay in the second-level cache. */
const blockFloats = 224 * 1024;

/** Floats of sums that a chunk works on: a wider filter is cut into slices of output channels. */
const sliceFloats = 320 * 1024;

/** Chunks to aim at. */
const chunks = 8;

/**
 * Winograd's F(2×2, 3×3) or F(4×4, 3×3): for 3×3 filters with stride 1, any padding.
 *
 * @param tile outputs that a tile covers in each direction
 */
export function filterGradWinograd(geometry: ConvGeometry, tile: 2 | 4): FilterGradient {
  const { batch, inChannels, outChannels } = geometry;
  const points = (tile + 2) ** 2;
  const inFloats = roundUp(inChannels, 4);
  const outFloats = roundUp(outChannels, 8);
  const sliceChannels = roundUp(
    Math.ceil(outFloats / Math.ceil((points * inFloats * outFloats) / sliceFloats)),
    8,
  );
  const slices = Math.ceil(outFloats / sliceChannels);
  const groupImages = Math.ceil(batch / Math.ceil(chunks / slices));
  const groups = Math.ceil(batch / groupImages);
  const groupTiles = groupImages * Math.ceil(geometry.outHeight / tile) * Math.ceil(geometry.outWidth / tile);
  const fittingTiles = Math.floor(blockFloats / (points * (inFloats + sliceChannels)) / 4) * 4;
  const blockTiles = Math.min(groupTiles, Math.max(8, Math.min(64, fittingTiles)));
  const chunkChannels = Math.ceil(inChannels / 16);
  return {
    workspaceFloats: groups * points * (inFloats * outFloats + 16),
    steps: ({ x, dy, dfilter, workspace }) => [
      {
        op: Op.filterGradWinograd,
        chunks: groups * slices,
        scratchFloats: 72 * 4 + points * ((inFloats + sliceChannels) * blockTiles + 32),
        fields: filterGradWinogradWords({
          x,
          dy,
          partials: workspace,
          tile,
          groupImages,
          slices,
          sliceChannels,
          blockTiles,
          geometry,
        }),
      },
      {
        op: Op.filterGradWinogradReduce,
        chunks: Math.ceil(inChannels / chunkChannels),
        scratchFloats: 72 * 4,
        fields: filterGradWinogradReduceWords({
          partials: workspace,
          dfilter,
          tile,
          groups,
          inChannels,
          outChannels,
          chunkChannels,
        }),
      },
    ],
  };
}
