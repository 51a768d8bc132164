/**
 * Each use of a seed has its own stream of random numbers, so that turning augmentation on or off does not change
 * the order of the images, and the other way round. The numbers are arbitrary; changing one changes all results.
 */
export const SHUFFLE_STREAM = 1;
export const DRAW_STREAM = 2;
export const AUGMENT_STREAM = 3;
export const SYNTHETIC_STREAM = 4;
export const HOLD_OUT_STREAM = 5;
