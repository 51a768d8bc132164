import { assertRasterImage } from '../assert-raster-image.ts';
import type { GrayImage, RasterImage } from '../image.ts';

/**
 * Luma of ITU-R BT.601 in integers, exactly as Pillow's mode "L" (`L24` in its libImaging/Convert.c):
 * `(19595 R + 38470 G + 7471 B + 2^15) >> 16`, so 0..255 whole. Alpha is not looked at: decoders have flattened it.
 *
 * @returns `[height, width]` float32
 * @throws FerError `FER_IMAGE_INVALID` for a malformed image
 */
export function toGray(image: RasterImage): GrayImage {
  assertRasterImage(image);
  const { width, height } = image;
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) readGrayRow(image, y, 0, data.subarray(y * width, (y + 1) * width));
  return { data, width, height };
}

/**
 * Fills `out` with the gray levels of row `y` from column `x` on. Both may lie beyond the edges, where the edge pixel
 * is repeated.
 */
export function readGrayRow(image: RasterImage, y: number, x: number, out: Float32Array): void {
  const { data, width, height, channels } = image;
  const row = Math.min(Math.max(y, 0), height - 1) * width;
  const first = Math.min(Math.max(-x, 0), out.length);
  const end = Math.max(Math.min(width - x, out.length), first);

  if (channels === 1) {
    for (let i = first; i < end; i++) out[i] = data[row + x + i]!;
  } else {
    let at = (row + x + first) * channels;
    for (let i = first; i < end; i++, at += channels) {
      out[i] = (data[at]! * 19595 + data[at + 1]! * 38470 + data[at + 2]! * 7471 + 0x8000) >> 16;
    }
  }
  if (first > 0) out.fill(grayAt(image, row), 0, first);
  if (end < out.length) out.fill(grayAt(image, row + width - 1), end);
}

function grayAt({ data, channels }: RasterImage, pixel: number): number {
  if (channels === 1) return data[pixel]!;
  const at = pixel * channels;
  return (data[at]! * 19595 + data[at + 1]! * 38470 + data[at + 2]! * 7471 + 0x8000) >> 16;
}
