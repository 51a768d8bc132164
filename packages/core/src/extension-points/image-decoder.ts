import type { RasterImage } from '../image.ts';

/** Turns the bytes of a picture file into pixels. */
export interface ImageDecoder {
  readonly id: string;
  readonly apiVersion: 1;
  /** Whether it can work here, and with what was installed. */
  isSupported(): Promise<boolean>;
  /** Whether it knows this kind of file, from its first bytes. */
  sniff(bytes: Uint8Array): boolean;
  /**
   * EXIF orientation is applied, alpha is flattened on white.
   * @throws FerError `FER_IMAGE_DECODE` if the file is damaged; where it is not supported `FER_DECODER_MISSING`, whose
   * message says why and what to install
   */
  decode(bytes: Uint8Array, options?: { signal?: AbortSignal }): Promise<RasterImage>;
}
