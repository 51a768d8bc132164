import { load_lanes, store_lanes } from './lanes';

/**
 * Tiles that reach over the edge of an image, or whose channels do not fill a vector: a copy [size, size] of vectors
 * with zeros outside, which is worked on instead.
 *
 * @param image      the image's first pixel, at the first of the four channels
 * @param pixelBytes bytes from pixel to pixel
 * @param top        the tile's first row in the image, maybe negative
 * @param left       its first column
 * @param lanes      channels that exist, 1..4
 */
export function load_edge_tile(
  image: usize,
  height: i32,
  width: i32,
  pixelBytes: usize,
  top: i32,
  left: i32,
  size: i32,
  lanes: i32,
  copy: usize,
): void {
  for (let y = top; y < top + size; y++) {
    for (let x = left; x < left + size; x++) {
      let v = f32x4.splat(0);
      if (<u32>y < <u32>height && <u32>x < <u32>width) {
        v = load_lanes(image + <usize>(y * width + x) * pixelBytes, lanes);
      }
      v128.store(copy, v);
      copy += 16;
    }
  }
}

/** Adds the copy to the pixels of the tile that lie in the image. */
export function add_edge_tile(
  image: usize,
  height: i32,
  width: i32,
  pixelBytes: usize,
  top: i32,
  left: i32,
  size: i32,
  lanes: i32,
  copy: usize,
): void {
  for (let y = top; y < top + size; y++) {
    for (let x = left; x < left + size; x++) {
      if (<u32>y < <u32>height && <u32>x < <u32>width) {
        const to = image + <usize>(y * width + x) * pixelBytes;
        store_lanes(to, f32x4.add(load_lanes(to, lanes), v128.load(copy)), lanes);
      }
      copy += 16;
    }
  }
}
