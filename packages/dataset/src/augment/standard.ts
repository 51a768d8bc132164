import { type Augmentation, createAugmentation } from './augmentation.ts';
import { flip } from './flip.ts';
import { shift } from './shift.ts';

/**
 * A mild augmentation that suits 48×48 faces: mirrored half of the time, moved by up to 4 whole pixels. It only moves
 * gray levels about, so no picture is blurred; `rotate` and `zoom` resample.
 */
export function standardAugmentation(): Augmentation {
  return createAugmentation([flip(), shift()]);
}
