/** Ids of the weights that come with `@fer/pretrained`. Its table of files must have exactly these. */
export const PRETRAINED_WEIGHTS = ['fer-net-plus', 'mini-xception', 'tutorial-cnn'] as const;

/** The id of weights that come with `@fer/pretrained`. */
export type PretrainedWeightsId = (typeof PRETRAINED_WEIGHTS)[number];
