import type { Activation } from '../../assembly/activation.ts';
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
  const copies = needsCopy(geometry);
  const width = coveredWidth(geometry);
  const height = (geometry.filterHeight - 1) * geometry.dilationHeight + 1;
  return {
    op: Op.depthwiseConv2D,
    chunks,
    scratchFloats: copies ? height * width * geometry.outChannels : 0,
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
      copies: copies ? 1 : 0,
    }),
  };
}

/** Pixels of a row that its windows cover, padding included. */
function coveredWidth(geometry: ConvGeometry): number {
  return (
    (geometry.outWidth - 1) * geometry.strideWidth + (geometry.filterWidth - 1) * geometry.dilationWidth + 1
  );
}

/** Where windows reach over the edge, or channels have several filters. */
function needsCopy(geometry: ConvGeometry): boolean {
  const height =
    (geometry.outHeight - 1) * geometry.strideHeight +
    (geometry.filterHeight - 1) * geometry.dilationHeight +
    1;
  return (
    geometry.padTop !== 0 ||
    geometry.padLeft !== 0 ||
    height > geometry.inHeight ||
    coveredWidth(geometry) > geometry.inWidth ||
    geometry.inChannels !== geometry.outChannels
  );
}
