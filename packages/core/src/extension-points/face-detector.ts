import type { Box, RasterImage } from '../image.ts';

/** A face in an image. */
export interface DetectedFace {
  readonly box: Box;
  /** 0..1 */
  readonly confidence: number;
}

/** Finds faces. Without one a whole picture counts as one face. */
export interface FaceDetector {
  readonly id: string;
  readonly apiVersion: 1;
  /** @returns boxes in pixels of `image`, most confident first; they may reach beyond its edges */
  detect(image: RasterImage, options?: { signal?: AbortSignal }): Promise<readonly DetectedFace[]>;
  dispose?(): void;
}
