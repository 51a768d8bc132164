// What a core can do at best in WebAssembly, in AssemblyScript; compiled by `compile-kernels.ts`.

/**
 * Runs 8 × 4 multiply-adds `iterations` times (a multiple of 2) in registers alone, in the pattern of a 4×8 matrix
 * product: eight sums, four rows and two columns fit into the registers that V8 has on x86-64. The columns change places,
 * or the products would be the same each time and could be taken out of the loop.
 */
export function eight_sums(iterations: i32): f32 {
  const p = f32x4.splat(0.1), q = f32x4.splat(0.2), r = f32x4.splat(0.3), s = f32x4.splat(0.4);
  let left = f32x4.splat(0.5), right = f32x4.splat(0.6);
  let a = f32x4.splat(1.0), b = f32x4.splat(1.1), c = f32x4.splat(1.2), d = f32x4.splat(1.3);
  let e = f32x4.splat(1.4), f = f32x4.splat(1.5), g = f32x4.splat(1.6), h = f32x4.splat(1.7);
  for (let n = 0; n < iterations; n += 2) {
    a = madd(p, left, a); b = madd(p, right, b); c = madd(q, left, c); d = madd(q, right, d);
    e = madd(r, left, e); f = madd(r, right, f); g = madd(s, left, g); h = madd(s, right, h);
    a = madd(p, right, a); b = madd(p, left, b); c = madd(q, right, c); d = madd(q, left, d);
    e = madd(r, right, e); f = madd(r, left, f); g = madd(s, right, g); h = madd(s, left, h);
    const last = left;
    left = right;
    right = last;
  }
  return total(a, b, c, d) + total(e, f, g, h);
}

/**
 * Runs 12 × 4 multiply-adds `iterations` times (a multiple of 2) in registers alone. Eight sums are just what two fused
 * multiply-adds a cycle need at four cycles each; twelve leave room. They go through the multiplication too and settle near
 * 0.2: neither infinite nor denormal.
 */
export function twelve_sums(iterations: i32): f32 {
  const x = f32x4.splat(0.5), y = f32x4.splat(0.6), more = f32x4.splat(0.1);
  let a = f32x4.splat(1.0), b = f32x4.splat(1.1), c = f32x4.splat(1.2), d = f32x4.splat(1.3);
  let e = f32x4.splat(1.4), f = f32x4.splat(1.5), g = f32x4.splat(1.6), h = f32x4.splat(1.7);
  let i = f32x4.splat(1.8), j = f32x4.splat(1.9), k = f32x4.splat(2.0), l = f32x4.splat(2.1);
  for (let n = 0; n < iterations; n += 2) {
    a = madd(a, x, more); b = madd(b, x, more); c = madd(c, x, more); d = madd(d, x, more);
    e = madd(e, x, more); f = madd(f, x, more); g = madd(g, x, more); h = madd(h, x, more);
    i = madd(i, x, more); j = madd(j, x, more); k = madd(k, x, more); l = madd(l, x, more);
    a = madd(a, y, more); b = madd(b, y, more); c = madd(c, y, more); d = madd(d, y, more);
    e = madd(e, y, more); f = madd(f, y, more); g = madd(g, y, more); h = madd(h, y, more);
    i = madd(i, y, more); j = madd(j, y, more); k = madd(k, y, more); l = madd(l, y, more);
  }
  return total(a, b, c, d) + total(e, f, g, h) + total(i, j, k, l);
}

/** Numbers of each column of the operands of `product_tile`: both together are 12 KiB, in the first level of the cache. */
const TILE_DEPTH: i32 = 256;

/**
 * Runs 8 × 4 multiply-adds `iterations` times (a multiple of 256): the inner loop of our 4×8 matrix product
 * (`f32-gemm-panels-4x8.ts`) on operands that stay in the cache, without the stores and the packing around it.
 */
export function product_tile(iterations: i32): f32 {
  const columns: usize = TILE_DEPTH * 16;
  let a = f32x4.splat(0), b = f32x4.splat(0), c = f32x4.splat(0), d = f32x4.splat(0);
  let e = f32x4.splat(0), f = f32x4.splat(0), g = f32x4.splat(0), h = f32x4.splat(0);
  for (let n = 0; n < iterations; n += TILE_DEPTH) {
    let row: usize = 0, column = columns;
    do {
      const left = v128.load(column), right = v128.load(column, 16);
      const p = v128.load_splat<f32>(row);
      a = madd(p, left, a); b = madd(p, right, b);
      const q = v128.load_splat<f32>(row, 4);
      c = madd(q, left, c); d = madd(q, right, d);
      const r = v128.load_splat<f32>(row, 8);
      e = madd(r, left, e); f = madd(r, right, f);
      const s = v128.load_splat<f32>(row, 12);
      g = madd(s, left, g); h = madd(s, right, h);
      row += 16;
      column += 32;
    } while (row != columns);
  }
  return total(a, b, c, d) + total(e, f, g, h);
}

// @ts-ignore: decorator
@inline
function total(a: v128, b: v128, c: v128, d: v128): f32 {
  return f32x4.extract_lane(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), 0);
}

// @ts-ignore: decorator
@inline
function madd(x: v128, y: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, sum);
  return f32x4.add(sum, f32x4.mul(x, y));
}

/** Reads `byteLength` bytes (a multiple of 64) from address 0, `passes` times. */
export function read(byteLength: i32, passes: i32): i32 {
  let a = i32x4.splat(0), b = i32x4.splat(0), c = i32x4.splat(0), d = i32x4.splat(0);
  for (let pass = 0; pass < passes; pass++) {
    for (let at = 0; at < byteLength; at += 64) {
      a = v128.or(a, v128.load(at));
      b = v128.or(b, v128.load(at, 16));
      c = v128.or(c, v128.load(at, 32));
      d = v128.or(d, v128.load(at, 48));
    }
  }
  return i32x4.extract_lane(v128.or(v128.or(a, b), v128.or(c, d)), 0);
}

/** Copies `byteLength` bytes (a multiple of 64) from address 0 to the ones behind them, `passes` times. */
export function copy(byteLength: i32, passes: i32): void {
  for (let pass = 0; pass < passes; pass++) {
    for (let at = 0; at < byteLength; at += 64) {
      const to = at + byteLength;
      v128.store(to, v128.load(at));
      v128.store(to, v128.load(at, 16), 16);
      v128.store(to, v128.load(at, 32), 32);
      v128.store(to, v128.load(at, 48), 48);
    }
  }
}
