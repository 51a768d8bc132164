/** 8-bit pixels, row by row, channels interleaved (HWC), 0..255. `ImageData` of a canvas is one with 4 channels. */
export interface RasterImage {
  /** `[height, width, channels]` */
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  /** 1 gray, 3 RGB, 4 RGBA (not premultiplied). */
  readonly channels: 1 | 3 | 4;
}

/** The pixels of a file, which a decoder may have made fewer. */
export interface DecodedImage extends RasterImage {
  /** The upright picture as it is in the file, in pixels; absent where `width` and `height` are that. */
  readonly fullSize?: { readonly width: number; readonly height: number };
}

/** One gray channel as float32, row by row, 0..255. */
export interface GrayImage {
  /** `[height, width]` */
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** A rectangle in pixels of the image that was given; `x`, `y` is its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A place in pixels of the image that was given; of its upper left pixel the centre is (0.5, 0.5). */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle that is turned about its centre. */
export interface FaceRegion extends Box {
  /** In radians, clockwise as seen, so that what is turned by it in the image stands upright; default 0. */
  readonly angle?: number;
}

/** Equally sized gray images with their labels: what a data set hands to training and evaluation. */
export interface LabelledImages {
  /** `[count, height, width, 1]`, NHWC, 0..255 */
  readonly images: Uint8Array;
  /** `[count]`, indices into the classes, which are `EMOTIONS` unless said otherwise, or `UNLABELLED` */
  readonly labels: Uint8Array;
  /** `[count, classes]`, 0..1, each row sums to 1: soft labels, the votes of several people say. */
  readonly targets?: Float32Array;
  readonly count: number;
  readonly width: number;
  readonly height: number;
}
