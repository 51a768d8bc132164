import * as Op from '../../assembly/op-codes.ts';
import type { Step } from '../engine/step.ts';
import { pad2DWords } from './op-arguments.ts';

/** Images [batch, inHeight, inWidth, channels] and the zeros on each side, in pixels. */
export interface Pad2DGeometry {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly channels: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Floats of a chunk, some 20 µs. */
const chunkWork = 1 << 16;

/** y [batch, top + inHeight + bottom, left + inWidth + right, channels]: x with zeros around each image. */
export function pad2D(at: { readonly x: number; readonly y: number }, geometry: Pad2DGeometry): Step {
  const { batch, inHeight, inWidth, channels, top, bottom, left, right } = geometry;
  const outHeight = top + inHeight + bottom;
  const rows = batch * outHeight;
  const chunkRows = Math.max(1, Math.floor(chunkWork / ((left + inWidth + right) * channels)));
  return {
    op: Op.pad2D,
    chunks: Math.ceil(rows / chunkRows),
    scratchFloats: 0,
    fields: pad2DWords({
      x: at.x,
      y: at.y,
      inHeight,
      outHeight,
      top,
      rowLength: inWidth * channels,
      leftLength: left * channels,
      rightLength: right * channels,
      rows,
      chunkRows,
    }),
  };
}
