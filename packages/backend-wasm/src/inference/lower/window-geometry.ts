import type { WindowGeometry } from '../plan.ts';
import type { LayerOptions } from './layer-options.ts';

/** `[height, width, channels]` of a feature map. */
export type MapShape = readonly [number, number, number];

export interface WindowSize {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
}

/** Works out the window of a convolution or pooling from its layer's `padding`. */
export function windowGeometry(
  options: LayerOptions,
  [inHeight, inWidth, inChannels]: MapShape,
  outChannels: number,
  { size, strides, dilation }: WindowSize,
): WindowGeometry {
  const padding = options.choice('padding', ['valid', 'same'], 'valid');
  const vertical = extent(inHeight, size[0], strides[0], dilation[0], padding);
  const horizontal = extent(inWidth, size[1], strides[1], dilation[1], padding);
  if (vertical.length < 1 || horizontal.length < 1) {
    throw options.invalid(`has a window of ${size.join('×')}, which does not fit ${inHeight}×${inWidth}`);
  }
  return {
    inHeight,
    inWidth,
    inChannels,
    outHeight: vertical.length,
    outWidth: horizontal.length,
    outChannels,
    filterHeight: size[0],
    filterWidth: size[1],
    // A step beyond the image is never taken, nor one between the taps of a single one: plans know no such numbers.
    strideHeight: Math.min(strides[0], inHeight + vertical.before),
    strideWidth: Math.min(strides[1], inWidth + horizontal.before),
    dilationHeight: size[0] === 1 ? 1 : dilation[0],
    dilationWidth: size[1] === 1 ? 1 : dilation[1],
    padTop: vertical.before,
    padLeft: horizontal.before,
  };
}

/** tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2 */
function extent(
  length: number,
  filter: number,
  stride: number,
  dilation: number,
  padding: 'valid' | 'same',
): { length: number; before: number } {
  const reach = (filter - 1) * dilation + 1;
  if (padding === 'valid') return { length: Math.floor((length - reach) / stride) + 1, before: 0 };
  const outputs = Math.ceil(length / stride);
  const padded = Math.max(0, (outputs - 1) * stride + reach - length);
  return { length: outputs, before: Math.floor(padded / 2) };
}
