import type { RasterImage } from '../image.ts';
import type { InputSpec } from '../input-spec.ts';
import { readChannelRow } from './channel-row.ts';
import type { CropRegion } from './crop.ts';
import { readGrayRow } from './grayscale.ts';
import { scaleToRange } from './normalize.ts';
import { resizeRows } from './resize.ts';

/**
 * Cuts a region out of an image and resizes it, as gray or in colour; beyond the edges their pixels are repeated.
 *
 * @param channels 1 gray, 3 red, green, blue
 * @param size of what is wanted; with a `range` it is scaled to that (`scaleToRange`)
 * @returns `[height, width, channels]` float32, 0..255 or in `range`
 */
export type RegionResizer = (
  image: RasterImage,
  channels: 1 | 3,
  region: CropRegion,
  size: {
    readonly width: number;
    readonly height: number;
    readonly range?: InputSpec['range'] | undefined;
  },
) => Float32Array;

/** The reference: one pass over the rows of the region for each channel; the rest of the picture costs nothing. */
export const resizeRegion: RegionResizer = (image, channels, region, size) => {
  const levels = resizeLevels(image, channels, region, size);
  return size.range === undefined ? levels : scaleToRange(levels, size.range, levels);
};

const resizeLevels: RegionResizer = (image, channels, { cover, inner }, { width, height }) => {
  const resize = (readRow: (y: number, x: number, out: Float32Array) => void): Float32Array => {
    const levels = new Float32Array(cover.width);
    const row = (y: number) => {
      readRow(cover.y + y, cover.x, levels);
      return levels;
    };
    const rows = { width: cover.width, height: cover.height, row };
    return resizeRows(rows, { width, height, box: inner }).data;
  };
  if (channels === 1) return resize((y, x, out) => readGrayRow(image, y, x, out));
  const data = new Float32Array(width * height * channels);
  for (const channel of [0, 1, 2] as const) {
    const plane = resize((y, x, out) => readChannelRow(image, channel, y, x, out));
    for (let i = 0; i < plane.length; i++) data[i * channels + channel] = plane[i]!;
  }
  return data;
};
