import { Activation } from './activation';
import { ConvGeometry } from './conv-geometry';
import { Scratch } from './scratch';

/**
 * The arguments of every forward convolution, after the scratch's; a ConvGeometry follows them. A row is a row of the
 * left matrix: an output pixel, or a Winograd tile.
 */
@unmanaged
export class ConvArgs extends Scratch {
  /** [batch, inHeight, inWidth, inChannels] */
  x: usize;
  /** The filter as the algorithm's packing op left it. */
  packed: usize;
  /** [outChannels], or 0 for none */
  bias: usize;
  /** What prelu multiplies negative numbers with, [outChannels], or 0 */
  alphas: usize;
  /** [batch, outHeight, outWidth, outChannels], added before limits and activation by a matrix product; or 0 for none */
  other: usize;
  /** [batch, outHeight, outWidth, outChannels], overwritten */
  y: usize;
  /** Applied after the limits. */
  activation: Activation;
  /** What leakyRelu multiplies negative numbers with. */
  alpha: f32;
  /** Results are raised to this, and lowered to the next. */
  lowest: f32;
  highest: f32;
  /** Rows of a chunk. */
  chunkRows: i32;
  /** Rows worked on together, a multiple of four. */
  blockRows: i32;
  /** Output channels of a chunk, a multiple of eight. */
  chunkColumns: i32;
  /** How many chunks share the same rows. */
  columnChunks: i32;
  /** Output pixels of a Winograd tile in a row and in a column; 0 for the others. */
  tileSize: i32;

  @inline
  get geometry(): ConvGeometry {
    return changetype<ConvGeometry>(changetype<usize>(this) + offsetof<ConvArgs>());
  }

  /** The address of the limits of what is first stored, two floats; 0 if there are none, or something is still added. */
  @inline
  get limits(): usize {
    if (this.other) return 0;
    if (this.lowest == -<f32>Infinity && this.highest == <f32>Infinity) return 0;
    return changetype<usize>(this) + offsetof<ConvArgs>('lowest');
  }
}

/** Copies the biases of eight channels from `column` on, zeros where there are none. */
export function load_bias(bias: usize, column: i32, columns: i32, to: usize): void {
  v128.store(to, f32x4.splat(0));
  v128.store(to, f32x4.splat(0), 16);
  if (bias == 0) return;
  const from = bias + ((<usize>column) << 2);
  for (let at: usize = 0; at < (<usize>columns) << 2; at += 4) store<f32>(to + at, load<f32>(from + at));
}
