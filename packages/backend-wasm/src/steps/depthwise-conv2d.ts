import type { Activation } from '../../assembly/activation.ts';
import { DepthwiseReading } from '../../assembly/depthwise-reading.ts';
import * as Op from '../../assembly/op-codes.ts';
import type { ConvGeometry } from '../conv-geometry.ts';
import type { Step } from '../engine/step.ts';
import { imageChunks } from './image-chunks.ts';
import { depthwiseWords } from './op-arguments.ts';

export interface DepthwiseConv2DAddresses {
  /** `[batch, inHeight, inWidth, inChannels]` */
  readonly x: number;
  /** `[filterHeight, filterWidth, inChannels, multiplier]` */
  readonly filter: number;
  /** `[outChannels]`, or 0 for none. */
  readonly bias: number;
  /** `[outChannels]`, what PReLU multiplies negative values with; 0 for other activations. */
  readonly alphas: number;
  /** `[batch, outHeight, outWidth, outChannels]` */
  readonly y: number;
}

/**
 * Convolves each channel with filters of its own (`outChannels / inChannels` of them), any stride, padding and
 * dilation; then adds the bias and applies the activation. Padding counts as zeros, so that where a filter has an
 * Infinity there is NaN.
 *
 * @param alpha what leaky ReLU multiplies negative values with
 */
export function depthwiseConv2D(
  { x, filter, bias, alphas, y }: DepthwiseConv2DAddresses,
  geometry: ConvGeometry,
  activation: Activation,
  alpha = 0,
): Step {
  const { chunks, division } = imageChunks(geometry, geometry.outHeight, 4);
  const reading = chooseReading(geometry);
  return {
    op: Op.depthwiseConv2D,
    chunks,
    scratchFloats: scratchPixels(geometry, reading) * geometry.outChannels,
    fields: depthwiseWords({
      ...geometry,
      ...division,
      x,
      filter,
      bias,
      y,
      activation,
      alpha,
      alphas,
      reading,
    }),
  };
}

/** Pixels of a row that its windows cover, padding included. */
function coveredWidth(geometry: ConvGeometry): number {
  return (
    (geometry.outWidth - 1) * geometry.strideWidth + (geometry.filterWidth - 1) * geometry.dilationWidth + 1
  );
}

function scratchPixels(geometry: ConvGeometry, reading: DepthwiseReading): number {
  if (reading === DepthwiseReading.inPlace) return 0;
  if (reading === DepthwiseReading.padded3x3) return geometry.inWidth;
  return ((geometry.filterHeight - 1) * geometry.dilationHeight + 1) * coveredWidth(geometry);
}

function chooseReading(geometry: ConvGeometry): DepthwiseReading {
  const { inWidth, inChannels, outChannels, padTop, padLeft, strideWidth } = geometry;
  const height =
    (geometry.outHeight - 1) * geometry.strideHeight +
    (geometry.filterHeight - 1) * geometry.dilationHeight +
    1;
  const width = coveredWidth(geometry);
  const isInside = padTop === 0 && padLeft === 0 && height <= geometry.inHeight && width <= inWidth;
  if (inChannels !== outChannels) return DepthwiseReading.copied;
  if (isInside) return DepthwiseReading.inPlace;
  const is3x3 =
    geometry.filterHeight === 3 &&
    geometry.filterWidth === 3 &&
    geometry.dilationHeight === 1 &&
    geometry.dilationWidth === 1;
  const reachesLittle = padLeft <= 1 && width <= padLeft + inWidth + 1;
  const isTaken = is3x3 && outChannels >= 4 && strideWidth <= 2 && reachesLittle;
  return isTaken ? DepthwiseReading.padded3x3 : DepthwiseReading.copied;
}
