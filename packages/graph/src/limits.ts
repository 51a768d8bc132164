/**
 * What a graph may ask for, whoever wrote it: far beyond any network for faces, and little enough that no product of
 * sizes loses digits.
 */
export const GRAPH_LIMITS = {
  layers: 4096,
  /** Numbers in what a layer gives for one picture, and in a weight. */
  numbers: 2 ** 40,
} as const;
