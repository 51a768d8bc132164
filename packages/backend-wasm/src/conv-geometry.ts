/** Sizes of a convolution or a pooling window over NHWC data, in elements. */
export interface ConvGeometry {
  readonly batch: number;
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
  readonly padTop: number;
  readonly padLeft: number;
}

/** A geometry as `assembly/conv-geometry.ts` reads it. */
export function geometryWords(geometry: ConvGeometry): number[] {
  return [
    geometry.batch,
    geometry.inHeight,
    geometry.inWidth,
    geometry.inChannels,
    geometry.outHeight,
    geometry.outWidth,
    geometry.outChannels,
    geometry.filterHeight,
    geometry.filterWidth,
    geometry.strideHeight,
    geometry.strideWidth,
    geometry.dilationHeight,
    geometry.dilationWidth,
    geometry.padTop,
    geometry.padLeft,
  ];
}
