import { type ConvGeometry, geometryWords } from '../conv-geometry.ts';

/** The part that is used here of what tfjs works out of a convolution's or a pooling's options (`Conv2DInfo`). */
export interface TfjsConvInfo {
  readonly batchSize: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padInfo: { readonly top: number; readonly left: number };
}

/** The geometry of what tfjs worked out. */
export function geometryOf(info: TfjsConvInfo): ConvGeometry {
  return {
    batch: info.batchSize,
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    inChannels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}

/** Whether there is nothing to compute: a dimension is 0. */
export function isEmpty(info: TfjsConvInfo): boolean {
  return geometryWords(geometryOf(info))
    .slice(0, 9)
    .some((size) => size === 0);
}
