import type { ConvGeometry } from '../src/conv-geometry.ts';

/** A convolution by its definition, in float64: y[b,oy,ox,o] = bias[o] + Σ x[b,iy,ix,c] f[ky,kx,c,o]. */
export function scalarConv(
  geometry: ConvGeometry,
  x: Float32Array,
  filter: Float32Array,
  bias?: Float32Array,
): Float64Array {
  const { batch, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = geometry;
  const { filterHeight, filterWidth } = geometry;
  const y = new Float64Array(batch * outHeight * outWidth * outChannels);
  let to = 0;
  for (let image = 0; image < batch; image++)
    for (let outY = 0; outY < outHeight; outY++)
      for (let outX = 0; outX < outWidth; outX++, to += outChannels) {
        if (bias) y.set(bias, to);
        for (let tapY = 0; tapY < filterHeight; tapY++)
          for (let tapX = 0; tapX < filterWidth; tapX++) {
            const inY = outY * geometry.strideHeight + tapY * geometry.dilationHeight - geometry.padTop;
            const inX = outX * geometry.strideWidth + tapX * geometry.dilationWidth - geometry.padLeft;
            if (inY < 0 || inX < 0 || inY >= inHeight || inX >= inWidth) continue;
            const pixel = ((image * inHeight + inY) * inWidth + inX) * inChannels;
            const tap = (tapY * filterWidth + tapX) * inChannels;
            for (let channel = 0; channel < inChannels; channel++)
              for (let out = 0; out < outChannels; out++)
                y[to + out]! += x[pixel + channel]! * filter[(tap + channel) * outChannels + out]!;
          }
      }
  return y;
}
