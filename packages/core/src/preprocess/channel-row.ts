import type { RasterImage } from '../image.ts';

/**
 * Fills `out` with the levels of one channel (0 red, 1 green, 2 blue) of row `y` from column `x` on; of a gray image
 * all are its gray. Both may lie beyond the edges, where the edge pixel is repeated.
 */
export function readChannelRow(
  image: RasterImage,
  channel: 0 | 1 | 2,
  y: number,
  x: number,
  out: Float32Array,
): void {
  const { data, width, height, channels } = image;
  const row = Math.min(Math.max(y, 0), height - 1) * width;
  const offset = channels === 1 ? 0 : channel;
  for (let i = 0; i < out.length; i++) {
    const column = Math.min(Math.max(x + i, 0), width - 1);
    out[i] = data[(row + column) * channels + offset]!;
  }
}
