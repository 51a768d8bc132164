/** Places of one size that a face may have: the network says of each how far the face is from it. */
export interface AnchorGrid {
  /**
   * The output of the network, `[rows · columns · perCell, 17]`: logit and 16 values of each, row by row, those of a cell
   * together.
   */
  readonly output: string;
  /** Pixels of the input each way of a cell. */
  readonly cellPx: number;
  /** Anchors of a cell, all in its middle. */
  readonly perCell: number;
}

/**
 * Of 256×256 pixels 896 anchors: for small faces 16×16×2, for large ones 8×8×6 (Bazarevsky 2019, arXiv:1907.05047, figure 2).
 */
export const ANCHOR_GRIDS: readonly AnchorGrid[] = [
  { output: 'small', cellPx: 16, perCell: 2 },
  { output: 'large', cellPx: 32, perCell: 6 },
];

/**
 * The middle of an anchor, in pixels of the network's input.
 *
 * @param width of the input, in pixels
 */
export function anchorCentre(
  index: number,
  width: number,
  { cellPx, perCell }: AnchorGrid,
): { x: number; y: number } {
  const cell = Math.floor(index / perCell);
  const columns = width / cellPx;
  return { x: ((cell % columns) + 0.5) * cellPx, y: (Math.floor(cell / columns) + 0.5) * cellPx };
}
