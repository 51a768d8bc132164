import type { backend_util } from '@tensorflow/tfjs-core';

/**
 * Output pixels that a convolution works on together. Measured on the tutorial CNN: small enough for their input
 * pixels and gradients to stay in the first-level cache, large enough to pay for loading and storing the tiles.
 */
export const blockRows = 64;

/** How a convolution reads its input patches. */
export interface PatchPlan {
  /** 0: in place, one run of channels a tap. Otherwise patches are gathered to rows of this many floats. */
  readonly patchStride: number;
  /** Pointers to the rows of A, for one block. */
  readonly tableLength: number;
  /** Floats of gathered patches, for one block. */
  readonly patchesLength: number;
  /** Floats that a row outside of the image reads as zeros. */
  readonly zerosLength: number;
}

/** Reading in place needs whole vectors of channels, and pays only if a tap has several. */
export function planPatches(info: backend_util.Conv2DInfo): PatchPlan {
  const taps = info.filterHeight * info.filterWidth;
  const inPlace = info.inChannels % 4 === 0 && (info.inChannels >= 8 || taps === 1);
  const patchStride = inPlace ? 0 : roundUp(taps * info.inChannels, 4);
  return {
    patchStride,
    tableLength: blockRows * (inPlace ? taps : 1),
    patchesLength: blockRows * patchStride,
    zerosLength: Math.max(info.inChannels, patchStride),
  };
}

export function roundUp(size: number, multiple: number): number {
  return Math.ceil(size / multiple) * multiple;
}
