import { ConvGeometry } from './conv-geometry';

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
  const pixelBytes = <usize>channels << 2;
  const strideBytes = stride << 2;
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
      for (let filterX = 0; filterX < filterWidth; filterX++) {
        const x = left + filterX * geometry.dilationWidth;
        const stop = to + pixelBytes;
        if (lineInside && <u32>x < <u32>inWidth) {
          let from = line + <usize>x * pixelBytes;
          do {
            store<f32>(to, load<f32>(from));
            to += 4;
            from += 4;
          } while (to != stop);
        } else {
          do {
            store<f32>(to, 0);
            to += 4;
          } while (to != stop);
        }
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
