import * as Op from '../../assembly/op-codes.ts';
import type { ConvGeometry } from '../conv-geometry.ts';
import { roundUp } from '../round-up.ts';
import { columnSums } from './column-sums.ts';
import type { FilterGradient } from './filter-gradient.ts';
import { filterGradFewChannelsWords } from './op-arguments.ts';

/** As in the binary. */
const spanPixels = 64;

/** Partial sums to aim at: chunks for the threads, and short sums for the low bits. */
const chunks = 16;

/** For inputs of few channels (gray, RGB), any stride and padding, no dilation across. */
export function filterGradFewChannels(geometry: ConvGeometry): FilterGradient {
  const { batch, inChannels, outChannels, filterHeight, filterWidth } = geometry;
  const groupImages = Math.ceil(batch / chunks);
  const groups = Math.ceil(batch / groupImages);
  const rowFloats = ((spanPixels - 1) * geometry.strideWidth + filterWidth) * inChannels;
  const taps = filterHeight * filterWidth * inChannels;
  const outFloats = roundUp(outChannels, 4);
  return {
    workspaceFloats: groups * taps * outChannels,
    steps: ({ x, dy, dfilter, workspace }) => [
      {
        op: Op.filterGradFewChannels,
        chunks: groups,
        scratchFloats: roundUp(filterHeight * rowFloats, 4) + outFloats * (spanPixels + taps),
        fields: filterGradFewChannelsWords({ x, dy, partials: workspace, groupImages, geometry }),
      },
      columnSums({ x: workspace, out: dfilter }, groups, taps * outChannels),
    ],
  };
}
