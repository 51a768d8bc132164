import { ConvGeometry } from './conv-geometry';
import { Scratch } from './scratch';

/**
 * How the arguments of an op begin that slides a window over images: the geometry, then how its chunks divide the
 * work (`src/steps/image-chunks.ts`, same order). A chunk is a band of output rows of one image, or several images.
 */
@unmanaged
export class ImageArgs extends Scratch {
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
  /** Images in a chunk; 1 where an image has several bands. */
  chunkImages: i32;
  /** Rows in a band. */
  chunkRows: i32;
  /** Bands in an image. */
  chunkBands: i32;

  @inline
  get geometry(): ConvGeometry {
    return changetype<ConvGeometry>(changetype<usize>(this) + offsetof<ImageArgs>('batch'));
  }

  @inline
  firstImage(chunk: i32): i32 {
    return (chunk / this.chunkBands) * this.chunkImages;
  }

  @inline
  endImage(chunk: i32): i32 {
    return min(this.batch, this.firstImage(chunk) + this.chunkImages);
  }

  @inline
  firstRow(chunk: i32): i32 {
    return (chunk % this.chunkBands) * this.chunkRows;
  }

  /** @param rows the rows of an image that are divided */
  @inline
  endRow(chunk: i32, rows: i32): i32 {
    return min(rows, this.firstRow(chunk) + this.chunkRows);
  }
}
