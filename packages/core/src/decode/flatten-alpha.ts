import type { RasterImage } from '../image.ts';

/** Lays an RGBA image on white; gives the image itself back if it is opaque or has no alpha. */
export function flattenAlpha(image: RasterImage): RasterImage {
  if (image.channels !== 4 || isOpaque(image.data)) return image;
  const { data, width, height } = image;
  const flat = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    const alpha = data[from + 3]!;
    const white = (255 - alpha) * 255;
    for (let c = 0; c < 3; c++) flat[to + c] = Math.round((data[from + c]! * alpha + white) / 255);
  }
  return { data: flat, width, height, channels: 3 };
}

function isOpaque(data: RasterImage['data']): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
  return true;
}
