import { ConvGeometry } from './conv-geometry';

/** Sets `channels` channels of the input images firstImage … endImage - 1 to zero, from `firstChannel` on. */
export function clear_images(
  geometry: ConvGeometry,
  dx: usize,
  firstImage: i32,
  endImage: i32,
  firstChannel: i32,
  channels: i32,
): void {
  const pixelBytes = (<usize>geometry.inChannels) << 2;
  const imagePixels = geometry.inHeight * geometry.inWidth;
  let to = dx + <usize>(firstImage * imagePixels) * pixelBytes + ((<usize>firstChannel) << 2);
  const pixels = (endImage - firstImage) * imagePixels;
  if (channels == geometry.inChannels) {
    memory.fill(to, 0, <usize>pixels * pixelBytes);
    return;
  }
  for (let pixel = 0; pixel < pixels; pixel++) {
    memory.fill(to, 0, (<usize>channels) << 2);
    to += pixelBytes;
  }
}
