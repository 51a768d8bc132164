import { builtinDecoders, createRegistry, loadImage, resizeGray, toGray } from '@fer/core';
import { FACE_SIZE_PX } from '../fer2013/format.ts';

const { decoders } = createRegistry([builtinDecoders]);

/** What a picture may cost, and what ends its decoding. */
export interface FaceLimits {
  readonly maxPixels: number;
  readonly signal?: AbortSignal;
}

/**
 * Decodes a picture to the size of FER2013: gray by BT.601 luma, resized whole, as for recognition.
 *
 * @returns `[48, 48]`, uint8
 * @throws FerError `FER_IMAGE_DECODE`, `FER_IMAGE_INVALID`, `FER_DECODER_MISSING`
 */
export async function decodeFace(bytes: Uint8Array, path: string, limits: FaceLimits): Promise<Uint8Array> {
  const file = new File([bytes as Uint8Array<ArrayBuffer>], path);
  const gray = toGray(await loadImage(file, { decoders, ...limits }));
  const isFaceSize = gray.width === FACE_SIZE_PX && gray.height === FACE_SIZE_PX;
  const { data } = isFaceSize ? gray : resizeGray(gray, { width: FACE_SIZE_PX, height: FACE_SIZE_PX });
  return Uint8Array.from(data, (level) => Math.round(level));
}
