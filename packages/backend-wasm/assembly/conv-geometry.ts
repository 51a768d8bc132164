/**
 * The sizes of a convolution or a pooling window over NHWC data, as TypeScript writes them into memory
 * (`src/conv-geometry.ts`, same order). All sizes are in elements, all fields are i32.
 */
@unmanaged
export class ConvGeometry {
  batch: i32;
  inHeight: i32;
  inWidth: i32;
  inChannels: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  padTop: i32;
  padLeft: i32;
}
