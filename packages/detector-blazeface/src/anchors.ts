/** Places of one size that a face may have: the network says of each how far the face is from it. */
export interface AnchorGrid {
  /** The output of the network, `[cells² · perCell, 17]`: logit and 16 values of each, row by row, those of a cell together. */
  readonly output: string;
  /** Cells each way. */
  readonly cells: number;
  /** Anchors of a cell, all in its middle. */
  readonly perCell: number;
}

/** 896 anchors: for small faces 16×16×2, for large ones 8×8×6 (Bazarevsky 2019, arXiv:1907.05047, figure 2). */
export const ANCHOR_GRIDS: readonly AnchorGrid[] = [
  { output: 'small', cells: 16, perCell: 2 },
  { output: 'large', cells: 8, perCell: 6 },
];

/** The middle of an anchor, 0..1 of the network's input. */
export function anchorCentre(index: number, { cells, perCell }: AnchorGrid): { x: number; y: number } {
  const cell = Math.floor(index / perCell);
  return { x: ((cell % cells) + 0.5) / cells, y: (Math.floor(cell / cells) + 0.5) / cells };
}
