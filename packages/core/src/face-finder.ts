import type { DecodedImage, FaceRegion } from './image.ts';
import type { InputSpec } from './input-spec.ts';

/** Says what of a picture a network is to look at, face by face. */
export interface FaceFinder {
  /**
   * How many pixels the shorter side of a picture has to keep when it is decoded, for a network of this input. Default:
   * all of them.
   */
  neededSide?(input: InputSpec): number;
  /** @returns regions in pixels of `image`, turned so that the face stands upright; none where there is no face */
  find(image: DecodedImage, options?: { readonly signal?: AbortSignal }): Promise<readonly FaceRegion[]>;
}
