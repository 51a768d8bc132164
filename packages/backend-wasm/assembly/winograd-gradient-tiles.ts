import { ConvGeometry } from './conv-geometry';
import { load_edge_tile } from './edge-tile';
import { transform_gradient_tile, transform_input_tile } from './winograd-gradient-2d';

/** How many tiles cover `size` outputs. */
// @ts-ignore: decorator
@inline
export function tiles_of(size: i32, tile: i32): i32 {
  return (size + tile - 1) / tile;
}

/**
 * Bᵀ d B of `count` tiles from `first` on, counted over the whole batch. Sixteen channels (a cache line) of all tiles,
 * then the next sixteen: neither x nor the points are touched in crumbs.
 *
 * @param x          [batch, inHeight, inWidth, inChannels]
 * @param copy       72 vectors to work with
 * @param to         for each point [ceil4(inChannels) / 4][tiles][4] floats, zeros past the last channel
 * @param panelBytes from four channels to the next four
 * @param pointStep  bytes from point to point
 */
export function transform_inputs(
  geometry: ConvGeometry,
  tile: i32,
  x: usize,
  first: i32,
  count: i32,
  copy: usize,
  to: usize,
  panelBytes: usize,
  pointStep: usize,
): void {
  const size = tile + 2;
  const height = geometry.inHeight;
  const width = geometry.inWidth;
  const channels = geometry.inChannels;
  const tilesDown = tiles_of(geometry.outHeight, tile);
  const tilesAcross = tiles_of(geometry.outWidth, tile);
  const pixelBytes = (<usize>channels) << 2;
  const lineBytes = <usize>width * pixelBytes;
  for (let from = 0; from < channels; from += 16) {
    for (let index = 0; index < count; index++) {
      const position = first + index;
      const image = x + <usize>(position / (tilesDown * tilesAcross)) * <usize>height * lineBytes;
      const top = ((position / tilesAcross) % tilesDown) * tile - geometry.padTop;
      const left = (position % tilesAcross) * tile - geometry.padLeft;
      const inside = top >= 0 && left >= 0 && top + size <= height && left + size <= width;
      const corner = image + <usize>(top * width + left) * pixelBytes;
      for (let channel = from; channel < min(channels, from + 16); channel += 4) {
        const at = (<usize>channel) << 2;
        const out = to + (<usize>channel >> 2) * panelBytes + ((<usize>index) << 4);
        const lanes = min(4, channels - channel);
        if (inside && lanes == 4) {
          transform_input_tile(tile, corner + at, lineBytes, pixelBytes, copy + 576, out, pointStep);
        } else {
          load_edge_tile(image + at, height, width, pixelBytes, top, left, size, lanes, copy);
          transform_input_tile(tile, copy, (<usize>size) << 4, 16, copy + 576, out, pointStep);
        }
      }
    }
  }
}

/**
 * A dy Aᵀ of `count` tiles from `first` on, in the same order.
 *
 * @param dy         [batch, outHeight, outWidth, outChannels], at the first channel to take
 * @param channels   channels to take
 * @param padded     channels to write, zeros past the last; a multiple of four
 * @param copy       72 vectors to work with
 * @param to         for each point [padded / 8] panels with [tiles] of eight floats
 * @param panelBytes from panel to panel
 * @param tileBytes  from tile to tile
 * @param pointStep  bytes from point to point
 */
export function transform_gradients(
  geometry: ConvGeometry,
  tile: i32,
  dy: usize,
  channels: i32,
  padded: i32,
  first: i32,
  count: i32,
  copy: usize,
  to: usize,
  panelBytes: usize,
  tileBytes: usize,
  pointStep: usize,
): void {
  const height = geometry.outHeight;
  const width = geometry.outWidth;
  const tilesDown = tiles_of(height, tile);
  const tilesAcross = tiles_of(width, tile);
  const pixelBytes = (<usize>geometry.outChannels) << 2;
  const lineBytes = <usize>width * pixelBytes;
  for (let from = 0; from < padded; from += 16) {
    for (let index = 0; index < count; index++) {
      const position = first + index;
      const image = dy + <usize>(position / (tilesDown * tilesAcross)) * <usize>height * lineBytes;
      const top = ((position / tilesAcross) % tilesDown) * tile;
      const left = (position % tilesAcross) * tile;
      const inside = top + tile <= height && left + tile <= width;
      const corner = image + <usize>(top * width + left) * pixelBytes;
      for (let channel = from; channel < min(padded, from + 16); channel += 4) {
        const at = (<usize>channel) << 2;
        const out = to + (<usize>channel >> 3) * panelBytes + <usize>index * tileBytes + (at & 16);
        const lanes = min(4, channels - channel);
        if (inside && lanes == 4) {
          transform_gradient_tile(tile, corner + at, lineBytes, pixelBytes, copy + 576, out, pointStep);
        } else {
          load_edge_tile(image + at, lanes > 0 ? height : 0, width, pixelBytes, top, left, tile, lanes, copy);
          transform_gradient_tile(tile, copy, (<usize>tile) << 4, 16, copy + 576, out, pointStep);
        }
      }
    }
  }
}
