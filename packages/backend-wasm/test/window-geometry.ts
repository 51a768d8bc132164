import { backend_util } from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '../src/conv-geometry.ts';
import { geometryOf } from '../src/tfjs/conv-info.ts';

/** A window that slides over images, in the words of tfjs. */
export interface WindowCase {
  readonly x: readonly [batch: number, height: number, width: number, channels: number];
  readonly window: readonly [height: number, width: number];
  readonly stride: readonly [height: number, width: number];
  readonly pad: 'same' | 'valid' | number | [[0, 0], [number, number], [number, number], [0, 0]];
  readonly dilation?: readonly [height: number, width: number];
  /** Filters a channel, for depthwise convolutions. */
  readonly multiplier?: number;
}

/** The sizes that tfjs works out for a case. */
export function geometryOfCase({
  x,
  window,
  stride,
  pad,
  dilation,
  multiplier = 1,
}: WindowCase): ConvGeometry {
  const info = backend_util.computeConv2DInfo(
    [...x],
    [...window, x[3], multiplier] as [number, number, number, number],
    [...stride] as [number, number],
    [...(dilation ?? [1, 1])] as [number, number],
    pad as 'same',
    undefined,
    true,
  );
  return geometryOf(info);
}

/** Calls `visit` for every tap of every window that lies inside the image, rows first. */
export function eachTap(
  g: ConvGeometry,
  visit: (image: number, outY: number, outX: number, tap: number, inY: number, inX: number) => void,
): void {
  for (let image = 0; image < g.batch; image++)
    for (let outY = 0; outY < g.outHeight; outY++)
      for (let outX = 0; outX < g.outWidth; outX++)
        for (let tapY = 0; tapY < g.filterHeight; tapY++)
          for (let tapX = 0; tapX < g.filterWidth; tapX++) {
            const inY = outY * g.strideHeight + tapY * g.dilationHeight - g.padTop;
            const inX = outX * g.strideWidth + tapX * g.dilationWidth - g.padLeft;
            if (inY < 0 || inX < 0 || inY >= g.inHeight || inX >= g.inWidth) continue;
            visit(image, outY, outX, tapY * g.filterWidth + tapX, inY, inX);
          }
}

/** The index of a channel of a pixel of the input. */
export function inputIndex(g: ConvGeometry, image: number, y: number, x: number, channel: number): number {
  return ((image * g.inHeight + y) * g.inWidth + x) * g.inChannels + channel;
}

/** The index of a channel of a pixel of the output. */
export function outputIndex(g: ConvGeometry, image: number, y: number, x: number, channel: number): number {
  return ((image * g.outHeight + y) * g.outWidth + x) * g.outChannels + channel;
}

export function inputSize(g: ConvGeometry): number {
  return g.batch * g.inHeight * g.inWidth * g.inChannels;
}

export function outputSize(g: ConvGeometry): number {
  return g.batch * g.outHeight * g.outWidth * g.outChannels;
}
