import * as Op from '../../assembly/op-codes.ts';
import type { ConvGeometry } from '../conv-geometry.ts';
import type { Step } from '../engine/step.ts';
import { roundUp } from '../round-up.ts';
import { columnSums } from './column-sums.ts';
import type { FilterGradient } from './filter-gradient.ts';
import { filterGradGemmWords } from './op-arguments.ts';

/**
 * Output pixels worked on together. Measured on the tutorial CNN: few enough for their input pixels and gradients to
 * stay in the first-level cache, enough to pay for loading and storing the tiles.
 */
const blockRows = 64;

/** Chunks to aim at. */
const chunks = 8;

/** Floats of partial sums to stay below: a larger filter is cut into slices of output channels instead. */
const partialFloats = 1024 * 1024;

/** Products of matrices, for any stride, padding and dilation. */
export function filterGradGemm(geometry: ConvGeometry): FilterGradient {
  const { inChannels, outChannels } = geometry;
  const taps = geometry.filterHeight * geometry.filterWidth;
  const filterFloats = taps * inChannels * outChannels;
  const blocks = Math.ceil((geometry.batch * geometry.outHeight * geometry.outWidth) / blockRows);
  const affordable = Math.max(1, Math.floor(partialFloats / filterFloats));
  const groupBlocks = Math.ceil(blocks / Math.min(chunks, affordable));
  const groups = Math.ceil(blocks / groupBlocks);
  const sliceChannels = roundUp(Math.ceil(outChannels / Math.ceil(chunks / groups)), 8);
  const slices = Math.ceil(outChannels / sliceChannels);
  // Whole vectors of channels are read in place, if a tap has several.
  const inPlace = inChannels % 4 === 0 && (inChannels >= 8 || taps === 1);
  const patchStride = inPlace ? 0 : roundUp(taps * inChannels, 4);
  return {
    workspaceFloats: groups === 1 ? 0 : groups * filterFloats,
    steps: ({ x, dy, dfilter, workspace }) => {
      const partials = groups === 1 ? dfilter : workspace;
      const sums: Step = {
        op: Op.filterGradGemm,
        chunks: groups * slices,
        scratchFloats:
          blockRows * (sliceChannels + (inPlace ? taps : 1) + patchStride) +
          32 +
          Math.max(inChannels, patchStride),
        fields: filterGradGemmWords({
          x,
          dy,
          partials,
          groupPixels: groupBlocks * blockRows,
          slices,
          sliceChannels,
          blockRows,
          patchStride,
          geometry,
        }),
      };
      return groups === 1 ? [sums] : [sums, columnSums({ x: workspace, out: dfilter }, groups, filterFloats)];
    },
  };
}
