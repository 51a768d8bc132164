/**
 * Pixels that are already there: a `RasterImage`, a `GrayImage`, a canvas's `ImageData`, or gray bytes. Without
 * `channels` their number follows from the length. float32 must be one channel of 0..255.
 */
export interface PixelSource {
  readonly data: Uint8Array | Uint8ClampedArray | Float32Array;
  readonly width: number;
  readonly height: number;
  readonly channels?: 1 | 3 | 4;
}

/** What is needed of an `<img>`. */
export interface ImageElementLike {
  readonly complete: boolean;
  readonly naturalWidth: number;
  readonly naturalHeight: number;
  readonly currentSrc: string;
  decode(): Promise<void>;
}

/** What is needed of a `<video>`, playing a camera, say: its current frame counts. */
export interface VideoElementLike {
  readonly readyState: number;
  readonly videoWidth: number;
  readonly videoHeight: number;
}

/** What is needed of a `<canvas>`, an `OffscreenCanvas`, or the canvas of a Node package. */
export interface CanvasLike {
  readonly width: number;
  readonly height: number;
  getContext(contextId: '2d'): unknown;
}

/** What is needed of an `ImageBitmap`. It is not closed. */
export interface BitmapLike {
  readonly width: number;
  readonly height: number;
  close(): void;
}

/** What is needed of a `VideoFrame`. It is not closed. */
export interface VideoFrameLike {
  readonly displayWidth: number;
  readonly displayHeight: number;
  close(): void;
}

/** Things of a page that a canvas can draw. */
export type DrawableSource = ImageElementLike | VideoElementLike | CanvasLike | BitmapLike | VideoFrameLike;

/**
 * Everything that can be looked at: a path, a URL (`http:`, `https:`, `file:`, `data:`, `blob:`; as a string too), an
 * encoded file in memory (`Blob`, `File`, `Buffer`, `Uint8Array`, `ArrayBuffer`), pixels, or a thing of a page. In a
 * browser a path is a URL relative to the page. The types of the DOM are spelled out so that none of its libraries is
 * needed to compile.
 */
export type ImageSource = string | URL | Blob | ArrayBuffer | Uint8Array | PixelSource | DrawableSource;
