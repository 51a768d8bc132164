import { Op } from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';

/** Axes that the binary goes through. */
export const MOST_AXES = 5;

/** Floats of a chunk, some 20 µs. */
const chunkWork = 1 << 15;

/** Where the numbers of an image lie, axis by axis, outermost first; in floats. A stride of 0 reads one number again. */
export interface StridedLayout {
  /** At most `MOST_AXES`. */
  readonly sizes: readonly number[];
  readonly xStrides: readonly number[];
  readonly yStrides: readonly number[];
  /** From one image to the next. */
  readonly xImage: number;
  readonly yImage: number;
}

/** y[…] = x[…] for each place of a layout, of each image. */
export function stridedCopy(
  at: { readonly x: number; readonly y: number },
  { sizes, xStrides, yStrides, xImage, yImage }: StridedLayout,
  images: number,
): Step {
  const outer = <Value>(values: readonly Value[], fill: Value): Value[] => [
    ...new Array<Value>(MOST_AXES - values.length).fill(fill),
    ...values,
  ];
  const all = outer(sizes, 1);
  const rows = all.slice(0, -1).reduce((product, size) => product * size, images);
  const chunkRows = Math.max(1, Math.floor(chunkWork / all.at(-1)!));
  return {
    op: Op.stridedCopy,
    chunks: Math.ceil(rows / chunkRows),
    scratchFloats: 0,
    fields: [
      at.x,
      at.y,
      ...all,
      ...outer(xStrides, 0),
      ...outer(yStrides, 0),
      rows,
      chunkRows,
      xImage,
      yImage,
    ],
  };
}
