import * as Op from '../../assembly/op-codes.ts';
import type { ConvGeometry } from '../conv-geometry.ts';
import { roundUp } from '../round-up.ts';
import type { InputGradient } from './input-gradient.ts';
import { inputGradGemmPackWords, inputGradGemmWords } from './op-arguments.ts';

/** Output pixels worked on together: few enough for them and what they add to to stay in the first-level cache. */
const blockRows = 64;

/** Chunks to aim at. */
const chunks = 16;

/** Products of matrices, for any stride, padding and dilation. */
export function inputGradGemm(geometry: ConvGeometry): InputGradient {
  const { batch, inChannels, outChannels } = geometry;
  const taps = geometry.filterHeight * geometry.filterWidth;
  const inFloats = roundUp(inChannels, 8);
  const groupImages = Math.ceil(batch / chunks);
  const groups = Math.ceil(batch / groupImages);
  const sliceChannels = roundUp(Math.ceil(inChannels / Math.ceil(chunks / 2 / groups)), 8);
  const slices = Math.ceil(inChannels / sliceChannels);
  return {
    workspaceFloats: taps * outChannels * inFloats,
    steps: ({ dy, filter, dx, workspace }) => [
      {
        op: Op.inputGradGemmPack,
        chunks: taps,
        scratchFloats: 0,
        fields: inputGradGemmPackWords({ filter, panels: workspace, inChannels, outChannels }),
      },
      {
        op: Op.inputGradGemm,
        chunks: groups * slices,
        scratchFloats: blockRows * (taps + 1) + inFloats + outChannels + 32,
        fields: inputGradGemmWords({
          dy,
          panels: workspace,
          dx,
          groupImages,
          slices,
          sliceChannels,
          blockRows,
          geometry,
        }),
      },
    ],
  };
}
