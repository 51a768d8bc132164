import type { MapShape, Window } from '@fer/graph';
import type { WindowGeometry } from '../plan.ts';

/** A window as plans have it. */
export function planWindow(
  window: Window,
  [inHeight, inWidth, inChannels]: MapShape,
  outChannels: number,
): WindowGeometry {
  const { size, strides, dilation, pads, output } = window;
  return {
    inHeight,
    inWidth,
    inChannels,
    outHeight: output[0],
    outWidth: output[1],
    outChannels,
    filterHeight: size[0],
    filterWidth: size[1],
    // A step beyond the image is never taken, nor one between the taps of a single one: plans know no such numbers.
    strideHeight: Math.min(strides[0], inHeight + pads.top),
    strideWidth: Math.min(strides[1], inWidth + pads.left),
    dilationHeight: size[0] === 1 ? 1 : dilation[0],
    dilationWidth: size[1] === 1 ? 1 : dilation[1],
    padTop: pads.top,
    padLeft: pads.left,
  };
}

/** The window of a 1×1 convolution. */
export function pointwiseWindow(
  [height, width]: readonly [number, number],
  inChannels: number,
  outChannels: number,
): WindowGeometry {
  return {
    inHeight: height,
    inWidth: width,
    inChannels,
    outHeight: height,
    outWidth: width,
    outChannels,
    filterHeight: 1,
    filterWidth: 1,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: 0,
    padLeft: 0,
  };
}
