import { ConvGeometry } from './conv-geometry';
import { copy_floats } from './copy-floats';

/**
 * Copies the patches under `count` output pixels (im2col) to rows of `stride` floats: [count][filterHeight,
 * filterWidth, inChannels], zeros for padding and for the floats past the patch.
 *
 * Used where reading the input in place does not pay: few channels, or a number of them that is no multiple of four.
 */
export function gather_patches(
  geometry: ConvGeometry,
  first: i32,
  count: i32,
  pixels: usize,
  patches: usize,
  stride: usize,
): void {
  const inHeight = geometry.inHeight;
  const inWidth = geometry.inWidth;
  const outHeight = geometry.outHeight;
  const outWidth = geometry.outWidth;
  const filterHeight = geometry.filterHeight;
  const filterWidth = geometry.filterWidth;
  const channels = geometry.inChannels;
  const pixelBytes = (<usize>channels) << 2;
  const strideBytes = stride << 2;
  const runBytes = <usize>filterWidth * pixelBytes;
  const solid = geometry.dilationWidth == 1;
  let column = first % outWidth;
  let row = (first / outWidth) % outHeight;
  let image = first / (outWidth * outHeight);

  for (let m = 0; m < count; m++) {
    let to = patches + <usize>m * strideBytes;
    const end = to + strideBytes;
    const top = row * geometry.strideHeight - geometry.padTop;
    const left = column * geometry.strideWidth - geometry.padLeft;
    for (let filterY = 0; filterY < filterHeight; filterY++) {
      const y = top + filterY * geometry.dilationHeight;
      const line = pixels + <usize>((image * inHeight + y) * inWidth) * pixelBytes;
      const lineInside = <u32>y < <u32>inHeight;
      if (solid && lineInside && left >= 0 && left + filterWidth <= inWidth) {
        // A row of the filter without gaps, wholly inside the image.
        copy_floats(to, line + <usize>left * pixelBytes, runBytes);
        to += runBytes;
        continue;
      }
      for (let filterX = 0; filterX < filterWidth; filterX++) {
        const x = left + filterX * geometry.dilationWidth;
        if (lineInside && <u32>x < <u32>inWidth) copy_floats(to, line + <usize>x * pixelBytes, pixelBytes);
        else memory.fill(to, 0, pixelBytes);
        to += pixelBytes;
      }
    }
    for (; to < end; to += 4) store<f32>(to, 0);
    if (++column == outWidth) {
      column = 0;
      if (++row == outHeight) {
        row = 0;
        image++;
      }
    }
  }
}
