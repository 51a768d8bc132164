import { Scratch } from './scratch';

/** The arguments of `resize_rows`, after the scratch's. */
@unmanaged
export class ResizeRowsArgs extends Scratch {
  /** `[rows, rowBytes]`, of which up to 3 rows and 32 bytes more are read. */
  pixels: usize;
  rowBytes: i32;
  /** 1 gray, 3 RGB, 4 RGBA; bytes. */
  channels: i32;
  columns: i32;
  /** How often the first column is repeated before it. */
  before: i32;
  /** How often the last column is repeated after it. */
  after: i32;
  /** 1: as gray; 3: red, green, blue. */
  planes: i32;
  /** Of the first row, as the taps count them. */
  y: i32;
  rows: i32;
  /** For each output column: the first input, how many there are (i32), and `acrossTaps` weights (f64). */
  across: usize;
  acrossTaps: i32;
  width: i32;
  /** For each output row, as `across`. */
  down: usize;
  downTaps: i32;
  height: i32;
  /** Output rows of a chunk. */
  chunkRows: i32;
  /** `[height, width, planes]` float32, each row rounded up to whole vectors, to which the rows are added. */
  out: usize;
  /** Two f64, `low` and `step`: levels become `low + level * step` once their last row has come; 0 before that, or for levels. */
  scale: usize;
}

/**
 * Resizes rows of pixels, in the order and with the roundings of core's `resizeRegion`: sums across in double precision,
 * rounded to float32 once; sums down rounded at each addition. Four rows at a time, which lie in the lanes. Each chunk has
 * some rows of the output, and reads what these need.
 *
 * Scratch, zeros at first: `[before + columns + after + 4, planes, 4]` f64, and `[4, width, planes]` f32, each row rounded
 * up to whole vectors.
 */
export function resize_rows(args: ResizeRowsArgs, chunk: i32, thread: i32): void {
  const levels = args.scratchOf(thread);
  const narrowBytes = narrow_bytes(args);
  const narrow =
    levels + (<usize>((args.before + args.columns + args.after + 4) * args.planes) << 5);
  // The outputs of the chunk above it have got all their rows.
  let first = chunk * args.chunkRows;
  const end = min(first + args.chunkRows, args.height);
  const tapBytes = (<usize>args.downTaps << 3) + 8;
  const last = args.down + <usize>(end - 1) * tapBytes;
  const rows = min(args.rows, load<i32>(last) + load<i32>(last, 4) - args.y);
  const top = max(0, load<i32>(args.down + <usize>first * tapBytes) - args.y);
  for (let row = top; row < rows; row += 4) {
    read_levels(args, row, levels);
    resize_across(args, levels, narrow);
    for (let i = 0; i < min(4, rows - row); i++) {
      first = add_row(args, args.y + row + i, narrow + <usize>i * narrowBytes, first, end);
    }
  }
  if (args.scale) {
    const out = args.out + <usize>(chunk * args.chunkRows) * narrowBytes;
    scale_levels(args, out, args.out + <usize>end * narrowBytes);
  }
}

function scale_levels(args: ResizeRowsArgs, at: usize, end: usize): void {
  const low = v128.load_splat<f64>(args.scale);
  const step = v128.load_splat<f64>(args.scale, 8);
  for (; at < end; at += 16) {
    const levels = v128.load(at);
    const left = v128.mul<f64>(f64x2.promote_low_f32x4(levels), step);
    const right = v128.mul<f64>(f64x2.promote_low_f32x4(upper_half(levels)), step);
    v128.store(at, demote(v128.add<f64>(low, left), v128.add<f64>(low, right)));
  }
}

// A row of whole vectors.
@inline
function narrow_bytes(args: ResizeRowsArgs): usize {
  return <usize>((args.width * args.planes + 3) & ~3) << 2;
}

// The levels of four rows: [column, plane, row] f64.
function read_levels(args: ResizeRowsArgs, row: i32, levels: usize): void {
  const channels = args.channels;
  const planes = args.planes;
  const rowBytes = <usize>args.rowBytes;
  const pixelBytes = <usize>planes << 5;
  const first = levels + <usize>args.before * pixelBytes;
  // Swizzles the first byte of four pixels into the lanes of i32, and zeros above it.
  const red = v128.or(
    v128.mul<i32>(i32x4(0, 1, 2, 3), i32x4.splat(channels)),
    i32x4.splat(0x80808000),
  );
  const step = i32x4.splat(channels == 1 ? 0 : 1);
  const isGray = planes == 1 && channels != 1;

  for (let x = 0; x < args.columns; x += 4) {
    const at = args.pixels + <usize>row * rowBytes + <usize>(x * channels);
    const to = first + <usize>x * pixelBytes;
    let colour = red;
    for (let plane = 0; plane < planes; plane++) {
      store_levels(
        to + (<usize>plane << 5),
        pixelBytes,
        four_levels(at, colour, isGray),
        four_levels(at + rowBytes, colour, isGray),
        four_levels(at + 2 * rowBytes, colour, isGray),
        four_levels(at + 3 * rowBytes, colour, isGray),
      );
      colour = v128.add<i32>(colour, step);
    }
  }

  for (let x = 0; x < args.before; x++) {
    memory.copy(levels + <usize>x * pixelBytes, first, pixelBytes);
  }
  const end = first + <usize>args.columns * pixelBytes;
  for (let x = 0; x < args.after; x++) {
    memory.copy(end + <usize>x * pixelBytes, end - pixelBytes, pixelBytes);
  }
}

// The levels of one channel of four pixels, or their gray as core's `readGrayRow` has it, as i32.
function four_levels(at: usize, colour: v128, isGray: bool): v128 {
  const pixels = v128.load(at);
  const level = v128.swizzle(pixels, colour);
  if (!isGray) return level;
  const green = v128.swizzle(pixels, v128.add<i32>(colour, i32x4.splat(1)));
  const blue = v128.swizzle(pixels, v128.add<i32>(colour, i32x4.splat(2)));
  let sum = v128.mul<i32>(level, i32x4.splat(19595));
  sum = v128.add<i32>(sum, v128.mul<i32>(green, i32x4.splat(38470)));
  sum = v128.add<i32>(sum, v128.mul<i32>(blue, i32x4.splat(7471)));
  return v128.shr<i32>(v128.add<i32>(sum, i32x4.splat(0x8000)), 16);
}

// Transposes four pixels of four rows.
function store_levels(to: usize, pixelBytes: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab01 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd01 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const ab23 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd23 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  store_pixel(to, ab01, cd01);
  store_pixel(to + pixelBytes, upper_half(ab01), upper_half(cd01));
  store_pixel(to + 2 * pixelBytes, ab23, cd23);
  store_pixel(to + 3 * pixelBytes, upper_half(ab23), upper_half(cd23));
}

@inline
function store_pixel(to: usize, ab: v128, cd: v128): void {
  v128.store(to, f64x2.convert_low_i32x4_s(ab));
  v128.store(to, f64x2.convert_low_i32x4_s(cd), 16);
}

@inline
function upper_half(v: v128): v128 {
  return v128.shuffle<i32>(v, v, 2, 3, 2, 3);
}

// [row, column, plane] f32
function resize_across(args: ResizeRowsArgs, levels: usize, narrow: usize): void {
  const planes = args.planes;
  const pixelBytes = <usize>planes << 5;
  const tapBytes = (<usize>args.acrossTaps << 3) + 8;
  const rowBytes = narrow_bytes(args);
  for (let x = 0; x < args.width; x++) {
    const taps = args.across + <usize>x * tapBytes;
    const from = levels + <usize>load<i32>(taps) * pixelBytes;
    const end = taps + 8 + (<usize>load<i32>(taps, 4) << 3);
    for (let plane = 0; plane < planes; plane++) {
      let ab = f64x2.splat(0);
      let cd = f64x2.splat(0);
      let at = from + (<usize>plane << 5);
      for (let tap = taps + 8; tap < end; tap += 8) {
        const weight = v128.load_splat<f64>(tap);
        ab = v128.add<f64>(ab, v128.mul<f64>(weight, v128.load(at)));
        cd = v128.add<f64>(cd, v128.mul<f64>(weight, v128.load(at, 16)));
        at += pixelBytes;
      }
      const rows = demote(ab, cd);
      const to = narrow + (<usize>(x * planes + plane) << 2);
      v128.store_lane<f32>(to, rows, 0);
      v128.store_lane<f32>(to + rowBytes, rows, 1);
      v128.store_lane<f32>(to + 2 * rowBytes, rows, 2);
      v128.store_lane<f32>(to + 3 * rowBytes, rows, 3);
    }
  }
}

// Adds row `y` to the outputs up to `end` that it is a part of. @returns the first output that needs rows below it
function add_row(args: ResizeRowsArgs, y: i32, narrow: usize, first: i32, end: i32): i32 {
  const length = narrow_bytes(args);
  const tapBytes = (<usize>args.downTaps << 3) + 8;
  for (let output = first; output < end; output++) {
    const taps = args.down + <usize>output * tapBytes;
    const tap = y - load<i32>(taps);
    if (tap < 0) break;
    if (tap >= load<i32>(taps, 4)) {
      if (output == first) first++;
      continue;
    }
    const weights = v128.load_splat<f64>(taps + 8 + (<usize>tap << 3));
    const out = args.out + <usize>output * length;
    for (let at: usize = 0; at < length; at += 16) {
      const sum = v128.load(out + at);
      const row = v128.load(narrow + at);
      const low = v128.mul<f64>(weights, f64x2.promote_low_f32x4(row));
      const high = v128.mul<f64>(weights, f64x2.promote_low_f32x4(upper_half(row)));
      v128.store(
        out + at,
        demote(
          v128.add<f64>(f64x2.promote_low_f32x4(sum), low),
          v128.add<f64>(f64x2.promote_low_f32x4(upper_half(sum)), high),
        ),
      );
    }
  }
  return first;
}

@inline
function demote(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}
