import { describeValue, FerError, type InputSpec } from '@fer/core';
import { mirrored } from '../mirrored.ts';

/** What of a face the network sees: it alone, or also its mirror image, always or where that leaves doubts. */
export type FaceTta = 'none' | 'flip' | 'flip-unsure';

/**
 * Faces whose best label has less are looked at in the mirror, too. Of FER2013's PublicTest, cut out of scenes, these are 43 %,
 * and to mirror the others as well names no more of them rightly: 68.87 % either way (`bench/crop-rule.ts`).
 */
const SURE = 0.6;

export function isSure(probabilities: Float32Array): boolean {
  return Math.max(...probabilities) >= SURE;
}

/** @throws FerError `FER_INVALID_ARGUMENT` */
export function assertFaceTta(tta: unknown): asserts tta is FaceTta {
  if (tta === 'none' || tta === 'flip' || tta === 'flip-unsure') return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `createRecognizer: \`tta\` must be 'none', 'flip' or 'flip-unsure', but is ${describeValue(tta)}.`,
    { details: { option: 'tta', value: tta } },
  );
}

/**
 * Averages the probabilities of faces, all or those that are unsure, with those of their mirror images.
 *
 * @param inputs `[faces][1, height, width, channels]`
 * @param probabilities `[faces][labels]`, what the network says of them
 * @param predict asks it about further inputs
 */
export async function mirrorFaces(
  tta: FaceTta,
  inputs: readonly Float32Array[],
  probabilities: readonly Float32Array[],
  input: InputSpec,
  predict: (inputs: readonly Float32Array[]) => Promise<readonly Float32Array[]>,
): Promise<readonly Float32Array[]> {
  if (tta === 'none') return probabilities;
  const chosen = [...inputs.keys()].filter((face) => tta === 'flip' || !isSure(probabilities[face]!));
  if (chosen.length === 0) return probabilities;
  const seen = await predict(chosen.map((face) => mirrored(inputs[face]!, input)));
  const averaged = [...probabilities];
  for (const [i, face] of chosen.entries()) {
    averaged[face] = probabilities[face]!.map((probability, label) => (probability + seen[i]![label]!) / 2);
  }
  return averaged;
}
