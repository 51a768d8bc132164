import * as Op from '../../assembly/op-codes.ts';
import type { ConvGeometry } from '../conv-geometry.ts';
import { roundUp } from '../round-up.ts';
import type { InputGradient } from './input-gradient.ts';
import { inputGradWinogradPackWords, inputGradWinogradWords } from './op-arguments.ts';

/** Floats of tiles before and after the products, for one block: they stay in the second-level cache. */
const blockFloats = 128 * 1024;

/** Tiles to take together at most: past that a larger block gains nothing. */
const maximumTiles = 32;

/** Chunks to aim at. */
const chunks = 8;

/** Input channels in a slice at least, since every slice transforms dy anew. A multiple of eight. */
const leastChannels = 32;

/**
 * Winograd's F(2×2, 3×3) or F(4×4, 3×3), transposed: for 3×3 filters with stride 1, any padding.
 *
 * @param tile output gradients that a tile covers in each direction
 */
export function inputGradWinograd(geometry: ConvGeometry, tile: 2 | 4): InputGradient {
  const { batch, inChannels, outChannels } = geometry;
  const points = (tile + 2) ** 2;
  const inFloats = roundUp(inChannels, 8);
  const outFloats = roundUp(outChannels, 4);
  const imageTiles = Math.ceil(geometry.outHeight / tile) * Math.ceil(geometry.outWidth / tile);
  const wantedTiles = Math.max(
    8,
    Math.min(maximumTiles, Math.floor(blockFloats / (points * (inFloats + outFloats)))),
  );
  const groupImages = Math.min(Math.ceil(batch / chunks), Math.max(1, Math.round(wantedTiles / imageTiles)));
  const groups = Math.ceil(batch / groupImages);
  const sliceChannels = Math.min(
    inFloats,
    Math.max(leastChannels, roundUp(Math.ceil(inChannels / Math.ceil(chunks / groups)), 8)),
  );
  const slices = Math.ceil(inChannels / sliceChannels);
  // Blocks of equal size, so that the last one is not a crumb.
  const groupTiles = groupImages * imageTiles;
  const blockTiles = roundUp(Math.ceil(groupTiles / Math.ceil(groupTiles / (wantedTiles * 1.25))), 4);
  return {
    workspaceFloats: points * inFloats * outChannels,
    steps: ({ dy, filter, dx, workspace }) => [
      {
        op: Op.inputGradWinogradPack,
        chunks: inFloats / 8,
        scratchFloats: 72 * 4,
        fields: inputGradWinogradPackWords({ filter, panels: workspace, tile, inChannels, outChannels }),
      },
      {
        op: Op.inputGradWinograd,
        chunks: groups * slices,
        scratchFloats: 72 * 4 + points * ((outFloats + sliceChannels) * blockTiles + 32),
        fields: inputGradWinogradWords({
          dy,
          panels: workspace,
          dx,
          tile,
          groupImages,
          slices,
          sliceChannels,
          blockTiles,
          geometry,
        }),
      },
    ],
  };
}
