import {
  centreSquare,
  type FaceFinder,
  type FaceRegion,
  type ImageDecoder,
  type InputSpec,
  type Lookup,
  loadImage,
  preprocessFace,
} from '@fer/core';
import { isBadPicture } from '../image-folder/bad-picture.ts';
import type { ImageFile } from '../image-folder/image-file.ts';

/** What pictures are made of, and how. */
export interface Cropping {
  readonly input: InputSpec;
  readonly finder?: FaceFinder;
  readonly decoders: Lookup<ImageDecoder>;
  readonly maxPixels?: number;
  readonly signal?: AbortSignal;
}

/**
 * The largest face of a picture as a network is to see it. What is no larger than that can only be a face already.
 *
 * @returns `[height, width]`, gray levels 0..255; or why there is none
 */
export async function cropFace(file: ImageFile, cropping: Cropping): Promise<Uint8Array | string> {
  const { input, finder, decoders, maxPixels, signal } = cropping;
  try {
    const picture = new File([(await file.read()) as Uint8Array<ArrayBuffer>], file.path);
    const minSide = finder?.neededSide?.(input);
    const image = await loadImage(picture, { decoders, maxPixels, minSide, signal });
    const { width, height } = image.fullSize ?? image;
    const isFace = width <= input.width && height <= input.height;
    const region = finder && !isFace ? largest(await finder.find(image, { signal })) : centreSquare(image);
    signal?.throwIfAborted();
    if (region === undefined) return 'no face was found in it';
    // Levels, which `range` is put to when the network sees them.
    const levels = preprocessFace(image, { ...input, range: [0, 255] }, region);
    return Uint8Array.from(levels, Math.round);
  } catch (error) {
    if (!isBadPicture(error)) throw error;
    return error.message;
  }
}

function largest(regions: readonly FaceRegion[]): FaceRegion | undefined {
  const area = ({ width, height }: FaceRegion) => width * height;
  return regions.reduce<FaceRegion | undefined>(
    (best, one) => (best === undefined || area(one) > area(best) ? one : best),
    undefined,
  );
}
