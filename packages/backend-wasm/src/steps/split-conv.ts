import type { ConvGeometry } from '../conv-geometry.ts';
import { roundUp } from '../round-up.ts';

/** How the work of a convolution is cut up. A row is an output pixel, or a Winograd tile. */
export interface ConvSplit {
  readonly rowChunks: number;
  readonly chunkRows: number;
  /** Rows worked on together. */
  readonly blockRows: number;
  readonly columnChunks: number;
  readonly chunkColumns: number;
  readonly scratchFloats: number;
}

/** Floats of the left matrix worked on together: 256 KiB, so that they share the second-level cache with the filter. */
const winogradBlockFloats = 65536;
/** The same for gathered patches, which the first-level cache should rather hold: 64 KiB. */
const gemmBlockFloats = 16384;
/** Multiplications of a chunk that are worth a thread's while, some 3 µs: to claim one takes a tenth of that. */
const chunkMultiplications = 62_500;
/** The same where all rows are one chunk. */
const columnChunkMultiplications = 31_250;
/** More chunks than this bring no better balance between the threads. */
const mostRowChunks = 32;

/**
 * @param tileSize output pixels of a Winograd tile in a row and in a column; 0 for a matrix product of patches
 */
export function splitConv(geometry: ConvGeometry, tileSize: number): ConvSplit {
  const { batch, outHeight, outWidth, inChannels, outChannels, filterHeight, filterWidth } = geometry;
  const taps = tileSize > 0 ? (tileSize + 2) ** 2 : 1;
  const depth = tileSize > 0 ? inChannels : filterHeight * filterWidth * inChannels;
  const rows =
    tileSize > 0
      ? batch * Math.ceil(outHeight / tileSize) * Math.ceil(outWidth / tileSize)
      : batch * outHeight * outWidth;
  const rowFloats = taps * roundUp(depth, 64);
  const columns = roundUp(outChannels, 8);

  // A chunk streams the whole filter through the cache: it needs some rows to make up for that.
  const leastRows = Math.max(8, Math.ceil(chunkMultiplications / (taps * depth * columns)));
  const rowChunks = clamp(Math.floor(rows / leastRows), 1, mostRowChunks);
  const chunkRows = roundUp(Math.ceil(rows / rowChunks), 4);
  // With few rows two threads share the output channels; both transform the inputs, so more would rather lose.
  const columnChunks =
    rowChunks > 1 ? 1 : clamp(Math.floor((rows * taps * depth * columns) / columnChunkMultiplications), 1, 2);
  const chunkColumns = roundUp(Math.ceil(columns / columnChunks), 8);
  const blockFloats = tileSize > 0 ? winogradBlockFloats : gemmBlockFloats;
  const blockRows = Math.min(chunkRows, clamp(4 * Math.floor(blockFloats / rowFloats / 4), 8, 64));

  return {
    rowChunks: Math.ceil(rows / chunkRows),
    chunkRows,
    blockRows,
    columnChunks: Math.ceil(columns / chunkColumns),
    chunkColumns,
    scratchFloats:
      tileSize > 0
        ? winogradWorkspace + taps * (roundUp(depth, 64) * blockRows + 16 + 8 * blockRows + 16)
        : gemmWorkspace + depth * blockRows,
  };
}

/** What lies before the factors (`assembly/f32-conv2d-winograd.ts`) and the patches (`assembly/f32-conv2d-gemm.ts`). */
const winogradWorkspace = 832;
const gemmWorkspace = 96;

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
