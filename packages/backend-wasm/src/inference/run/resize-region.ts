import { type RasterImage, type RegionResizer, resizeTaps } from '@fer/core';
import * as Op from '../../../assembly/op-codes.ts';
import { argumentWords } from '../../engine/step.ts';
import { resizeRowsWords } from '../../steps/op-arguments.ts';
import { align } from '../arena.ts';
import type { NetworkEngine } from './network-engine.ts';

/** How much of a picture lies in the memory at once, in bytes; less would cost calls, more the cache. */
const STRIP_BYTES = 2 ** 20;

/** Rows of the output that a thread makes at a time: some tens of µs, and few rows of the picture are read twice. */
const CHUNK_ROWS = 32;

/** Fewer pixels are resized sooner than another thread is woken. */
const LEAST_SHARED_PIXELS = 2 ** 16;

/** Most bytes that a region takes: a face and its rows take less than a megabyte. What needs more is left to core. */
const MAX_RESIZE_BYTES = 2 ** 26;

/**
 * Core's `resizeRegion` in the memory of an engine, the same bit by bit.
 *
 * @returns undefined for sizes that it does not take
 */
export function resizeRegionOn(
  engine: NetworkEngine,
  ...[image, planes, { cover, inner }, { width, height, range }]: Parameters<RegionResizer>
): Float32Array | undefined {
  const { channels } = image;
  if (!isSide(width) || !isSide(height)) return undefined;
  const across = resizeTaps(cover.width, inner.x, inner.width, width);
  const down = resizeTaps(cover.height, inner.y, inner.height, height);
  const left = Math.max(cover.x, 0);
  const columns = Math.min(cover.x + cover.width, image.width) - left;
  const top = down.first[0]!;
  const bottom = down.first[height - 1]! + down.count[height - 1]!;

  const rowBytes = columns * channels;
  const strip = Math.min(Math.ceil(STRIP_BYTES / rowBytes), bottom - top);
  const isShared = columns * (bottom - top) >= LEAST_SHARED_PIXELS;
  const chunkRows = isShared ? CHUNK_ROWS : height;
  // Rows of whole vectors, so that no thread writes where another one does.
  const rowFloats = Math.ceil((width * planes) / 4) * 4;
  const scratchBytes = align((cover.width + 4) * planes * 32 + rowFloats * 16);
  let byteLength = 0;
  const offsets = [
    rowFloats * height * 4,
    argumentWords * 4,
    16,
    width * (across.stride + 1) * 8,
    height * (down.stride + 1) * 8,
    scratchBytes * engine.jobs.threads,
    (strip + 3) * rowBytes + 32,
  ].map((length) => {
    const offset = byteLength;
    byteLength += align(length);
    return offset;
  });
  if (byteLength > MAX_RESIZE_BYTES) return undefined;

  const region = engine.takeRegion(byteLength);
  // The pixels, which are most of it, are written before they are read.
  engine.clear(region, offsets.at(-1)!);
  try {
    const [out, args, scaleAt, acrossAt, downAt, scratch, pixels] = offsets.map(
      (offset) => region + offset,
    ) as Addresses;
    const { floats, words } = engine;
    const bytes = new Uint8Array(floats.buffer);
    if (range !== undefined) {
      const [low, high] = range;
      new Float64Array(floats.buffer, scaleAt, 2).set([low, (high - low) / 255]);
    }
    writeTaps(across, acrossAt, words);
    writeTaps(down, downAt, words);
    const before = left - cover.x;
    const after = cover.width - before - columns;
    const source = { pixels, rowBytes, channels, columns, before, after, planes };
    const taps = { across: acrossAt, acrossTaps: across.stride, down: downAt, downTaps: down.stride };
    for (let first = top; first < bottom; first += strip) {
      const rows = Math.min(strip, bottom - first);
      copyRows(image, { left, columns, top: cover.y + first, rows }, bytes, pixels);
      const scale = range !== undefined && first + rows === bottom ? scaleAt : 0;
      const to = { width, height, chunkRows, out, scale };
      const fields = resizeRowsWords({ ...source, y: first, rows, ...taps, ...to });
      words.set([scratch, scratchBytes, ...fields], args / 4);
      engine.jobs.run(Op.resizeRows, args, Math.ceil(height / chunkRows));
    }
    return withoutPadding(floats.subarray(out / 4, out / 4 + rowFloats * height), rowFloats, width * planes);
  } finally {
    engine.releaseRegion(region);
  }
}

/** Copies pixels, row after row; beyond the edges those are repeated. */
function copyRows(
  { data, width, height, channels }: RasterImage,
  { left, columns, top, rows }: { left: number; columns: number; top: number; rows: number },
  bytes: Uint8Array,
  to: number,
): void {
  if (columns === width && top >= 0 && top + rows <= height) {
    const rowBytes = width * channels;
    bytes.set(data.subarray(top * rowBytes, (top + rows) * rowBytes), to);
    return;
  }
  const rowBytes = columns * channels;
  for (let row = 0; row < rows; row++) {
    const y = Math.min(Math.max(top + row, 0), height - 1);
    const from = (y * width + left) * channels;
    bytes.set(data.subarray(from, from + rowBytes), to + row * rowBytes);
  }
}

/** @param rows of `rowFloats`, of which the first `length` are wanted */
function withoutPadding(rows: Float32Array, rowFloats: number, length: number): Float32Array {
  if (length === rowFloats) return rows.slice();
  const height = rows.length / rowFloats;
  const dense = new Float32Array(height * length);
  for (let row = 0; row < height; row++) {
    dense.set(rows.subarray(row * rowFloats, row * rowFloats + length), row * length);
  }
  return dense;
}

type Addresses = [number, number, number, number, number, number, number];

function isSide(side: number): boolean {
  return Number.isInteger(side) && side > 0 && side <= 4096;
}

/** As `ResizeRowsArgs` has them: first, count, weights in double precision. */
function writeTaps(
  { first, count, weights, stride }: ReturnType<typeof resizeTaps>,
  at: number,
  words: Int32Array,
): void {
  const doubles = new Float64Array(words.buffer);
  for (let output = 0; output < first.length; output++) {
    const to = at / 8 + output * (stride + 1);
    words[2 * to] = first[output]!;
    words[2 * to + 1] = count[output]!;
    for (let tap = 0; tap < stride; tap++) doubles[to + 1 + tap] = weights[output * stride + tap]!;
  }
}
