import { ConvGeometry } from './conv-geometry';

/**
 * For `count` output pixels from `first` on (counted over the whole batch) and every filter tap, the address of the
 * input pixel under that tap. The table is [taps][blockRows]; taps go row by row. Where the tap lies in the padding,
 * and for the rows that fill `count` up to a multiple of four, the address is `outside`.
 *
 * @param pixels the input, NHWC with `inChannels` floats a pixel
 */
export function fill_pixel_table(
  geometry: ConvGeometry,
  table: usize,
  blockRows: i32,
  first: i32,
  count: i32,
  pixels: usize,
  outside: usize,
): void {
  const inHeight = geometry.inHeight;
  const inWidth = geometry.inWidth;
  const outHeight = geometry.outHeight;
  const outWidth = geometry.outWidth;
  const pixelBytes = (<usize>geometry.inChannels) << 2;
  const padded = (count + 3) & ~3;
  const firstColumn = first % outWidth;
  const firstRow = (first / outWidth) % outHeight;
  const firstImage = first / (outWidth * outHeight);

  for (let filterY = 0; filterY < geometry.filterHeight; filterY++) {
    for (let filterX = 0; filterX < geometry.filterWidth; filterX++) {
      const shiftY = filterY * geometry.dilationHeight - geometry.padTop;
      const shiftX = filterX * geometry.dilationWidth - geometry.padLeft;
      let column = firstColumn;
      let row = firstRow;
      let image = firstImage;
      for (let m = 0; m < padded; m++) {
        const y = row * geometry.strideHeight + shiftY;
        const x = column * geometry.strideWidth + shiftX;
        // Unsigned comparison also catches negative positions.
        const inside = m < count && <u32>y < <u32>inHeight && <u32>x < <u32>inWidth;
        const pixel = <usize>((image * inHeight + y) * inWidth + x);
        store<u32>(table + ((<usize>m) << 2), <u32>(inside ? pixels + pixel * pixelBytes : outside));
        if (++column == outWidth) {
          column = 0;
          if (++row == outHeight) {
            row = 0;
            image++;
          }
        }
      }
      table += (<usize>blockRows) << 2;
    }
  }
}
