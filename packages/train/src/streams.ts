/**
 * Each use of a seed has its own stream of random numbers, apart from those of `@fer/dataset` (1 to 4). The numbers
 * are arbitrary; changing one changes all results.
 */
export const INITIAL_WEIGHTS_STREAM = 11;
export const DROPOUT_STREAM = 12;
export const MIX_STREAM = 13;
