import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { stridedCopyWords } from './op-arguments.ts';

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
  const outer = (values: readonly number[], fill: number): Five =>
    [...new Array<number>(MOST_AXES - values.length).fill(fill), ...values] as unknown as Five;
  const [size0, size1, size2, size3, size4] = outer(sizes, 1);
  const [xStride0, xStride1, xStride2, xStride3, xStride4] = outer(xStrides, 0);
  const [yStride0, yStride1, yStride2, yStride3, yStride4] = outer(yStrides, 0);
  const rows = images * size0 * size1 * size2 * size3;
  const chunkRows = Math.max(1, Math.floor(chunkWork / size4));
  return {
    op: Op.stridedCopy,
    chunks: Math.ceil(rows / chunkRows),
    scratchFloats: 0,
    fields: stridedCopyWords({
      ...at,
      ...{ size0, size1, size2, size3, size4 },
      ...{ xStride0, xStride1, xStride2, xStride3, xStride4 },
      ...{ yStride0, yStride1, yStride2, yStride3, yStride4 },
      ...{ rows, chunkRows, xImage, yImage },
    }),
  };
}

type Five = readonly [number, number, number, number, number];
