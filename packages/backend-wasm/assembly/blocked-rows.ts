/**
 * The layout in which GEMM reads its left matrix: [depth / 64][rows][64] floats, the depth rounded up. The rows of a
 * tile are a constant number of bytes apart, so that one pointer serves them all.
 */
export const blockDepth: i32 = 64;

/** Bytes from one row of a block to the next. */
export const blockRowBytes: usize = 256;

/** How many blocks a depth takes. */
// @ts-ignore: decorator
@inline
export function block_count(depth: i32): i32 {
  return (depth + blockDepth - 1) / blockDepth;
}
