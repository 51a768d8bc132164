import { ANCHOR_GRIDS, anchorCentre } from './anchors.ts';
import type { Letterbox } from './letterbox.ts';

/** Values of an anchor after its logit: middle and size of the box, then x and y of each point, in pixels of the input. */
export const VALUES = 16;

/** A place that may be a face, or one of several that are the same. */
export interface Candidate {
  /** 0..1 */
  readonly confidence: number;
  /**
   * Left, top, right and bottom of the box, then x and y of right eye, left eye, nose, mouth, right ear and left ear, in
   * pixels of the picture.
   */
  readonly coordinates: readonly number[];
}

/**
 * Reads the network's outputs.
 *
 * @param outputs by name, `[anchors, 17]`
 * @param seen what the network saw of the picture
 * @returns the places that are as confident as that, in the order of the anchors
 */
export function decodeBoxes(
  outputs: { readonly [name: string]: Float32Array },
  { size, view }: Pick<Letterbox, 'size' | 'view'>,
  minConfidence: number,
): Candidate[] {
  const candidates: Candidate[] = [];
  for (const grid of ANCHOR_GRIDS) {
    const output = outputs[grid.output]!;
    for (let at = 0; at < output.length; at += 1 + VALUES) {
      const confidence = 1 / (1 + Math.exp(-output[at]!));
      if (confidence < minConfidence) continue;
      const values = Array.from(output.subarray(at + 1, at + 1 + VALUES)) as Values;
      const [x, y, width, height, ...points] = values;
      const corners = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
      const centre = anchorCentre(at / (1 + VALUES), size.width, grid);
      const coordinates = [...corners, ...points].map((value, j) =>
        j % 2 === 0
          ? view.x + ((value + centre.x) / size.width) * view.width
          : view.y + ((value + centre.y) / size.height) * view.height,
      );
      if (width > 0 && height > 0) candidates.push({ confidence, coordinates });
    }
  }
  return candidates;
}

type Values = [x: number, y: number, width: number, height: number, ...points: number[]];
