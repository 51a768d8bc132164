import { FerError, type InputSpec } from '@fer/core';
import { mirrored } from '../mirrored.ts';

/** What of a face the network sees: it alone, or also its mirror image, whose probabilities are averaged with its own. */
export type FaceTta = 'none' | 'flip';

/** @throws FerError `FER_INVALID_ARGUMENT` */
export function assertFaceTta(tta: unknown): asserts tta is FaceTta {
  if (tta === 'none' || tta === 'flip') return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `createRecognizer: \`tta\` must be 'none' or 'flip', but is ${String(tta)}.`,
    { details: { option: 'tta', value: tta } },
  );
}

/** @returns the inputs `[1, height, width, channels]` of a face's views */
export function viewsOf(pixels: Float32Array, input: InputSpec, tta: FaceTta): Float32Array[] {
  return tta === 'flip' ? [pixels, mirrored(pixels, input)] : [pixels];
}

/**
 * The mean probabilities of each face's views.
 *
 * @param rows `[faces × views][labels]`
 */
export function meanOfViews(rows: readonly Float32Array[], tta: FaceTta): readonly Float32Array[] {
  if (tta === 'none') return rows;
  return Array.from({ length: rows.length / 2 }, (_, face) => {
    const mirror = rows[2 * face + 1]!;
    return rows[2 * face]!.map((probability, label) => (probability + mirror[label]!) / 2);
  });
}
