import type { DecodedImage } from '../image.ts';

export interface DecodeOptions {
  readonly maxPixels?: number | undefined;
  readonly minSide?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

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
   * @param options.maxPixels refuse a picture that has more in its file, before decoding it; default `DEFAULT_MAX_PIXELS`
   * @param options.minSide the picture may come smaller, in the same proportions, with a `fullSize`, if its shorter side
   * still has as many pixels; default: in full
   * @throws FerError `FER_IMAGE_DECODE` if the file is damaged; `FER_IMAGE_INVALID` beyond `maxPixels`; where it is not supported `FER_DECODER_MISSING`, whose
   * message says why and what to install
   */
  decode(bytes: Uint8Array, options?: DecodeOptions): Promise<DecodedImage>;
}
