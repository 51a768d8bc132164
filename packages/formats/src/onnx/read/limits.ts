/**
 * What an ONNX file may ask for: far beyond any network for faces, and little enough that a hostile file ends before it
 * takes the machine's memory or time.
 */
export const ONNX_LIMITS = {
  nodes: 2 ** 14,
  /** Axes of a tensor. */
  rank: 8,
  /** Numbers that a value has for one picture. */
  numbers: 2 ** 24,
  /** Elements of a list in a node's attributes, or of a tensor that is written as a list of varints. */
  list: 2 ** 20,
  /** Pieces that a repeated field comes in: each number is one where a writer does not pack them. */
  pieces: 2 ** 16,
} as const;
