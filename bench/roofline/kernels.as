// What a core can do at best in WebAssembly, in AssemblyScript; compiled by `compile-kernels.ts`.

/**
 * Runs 8 × 4 multiply-adds `iterations` times in registers alone, in the pattern of a 4×8 matrix product: eight sums,
 * four rows and two columns fit into the registers that V8 has on x86-64. The columns change places, or the products
 * would be the same each time and could be taken out of the loop.
 */
export function multiply_add(iterations: i32): f32 {
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
  a = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  e = f32x4.add(f32x4.add(e, f), f32x4.add(g, h));
  return f32x4.extract_lane(f32x4.add(a, e), 0);
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
