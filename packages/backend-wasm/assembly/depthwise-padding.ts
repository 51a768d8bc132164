import { ConvGeometry } from './conv-geometry';

/**
 * Copies a row of the input with its padding, every channel as often as it has filters.
 *
 * @param line  [inWidth, inChannels]; 0 for a row of padding
 * @param to    [width, outChannels], overwritten
 * @param width the pixels that the windows of a row cover
 */
export function copy_padded_row(geometry: ConvGeometry, line: usize, to: usize, width: i32): void {
  const inChannels = geometry.inChannels;
  const outChannels = geometry.outChannels;
  const pixelBytes = (<usize>outChannels) << 2;
  const pixels = line ? max(0, min(geometry.inWidth, width - geometry.padLeft)) : 0;
  const before = line ? <usize>min(geometry.padLeft, width) * pixelBytes : 0;
  const copied = <usize>pixels * pixelBytes;
  const total = <usize>width * pixelBytes;
  zero_floats(to, to + before);
  zero_floats(to + before + copied, to + total);
  to += before;
  if (inChannels == outChannels) {
    let at: usize = 0;
    for (; at + 16 <= copied; at += 16) v128.store(to + at, v128.load(line + at));
    for (; at < copied; at += 4) store<f32>(to + at, load<f32>(line + at));
    return;
  }
  const multiplier = outChannels / inChannels;
  for (const end = line + ((<usize>(pixels * inChannels)) << 2); line < end; line += 4) {
    const value = load<f32>(line);
    for (let copy = 0; copy < multiplier; copy++) {
      store<f32>(to, value);
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
export function zero_floats(at: usize, end: usize): void {
  for (; at + 16 <= end; at += 16) v128.store(at, f32x4.splat(0));
  for (; at < end; at += 4) store<f32>(at, 0);
}
