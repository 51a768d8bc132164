import type { ConvGeometry } from '../src/conv-geometry.ts';
import { eachTap, inputIndex, outputIndex, outputSize } from './window-geometry.ts';

/** The largest value of each window by its definition, NaN left out. */
export function scalarMaxPool(g: ConvGeometry, x: Float32Array): Float32Array {
  const y = new Float32Array(outputSize(g)).fill(Number.NEGATIVE_INFINITY);
  eachTap(g, (image, outY, outX, _, inY, inX) => {
    for (let channel = 0; channel < g.inChannels; channel++) {
      const at = outputIndex(g, image, outY, outX, channel);
      const value = x[inputIndex(g, image, inY, inX, channel)]!;
      if (value > y[at]!) y[at] = value;
    }
  });
  return y;
}

/** The mean of each window's pixels inside the image by its definition, in float64. */
export function scalarAveragePool(g: ConvGeometry, x: Float32Array): Float32Array {
  const sums = new Float64Array(outputSize(g));
  const counts = new Float64Array(outputSize(g));
  eachTap(g, (image, outY, outX, _, inY, inX) => {
    for (let channel = 0; channel < g.inChannels; channel++) {
      const at = outputIndex(g, image, outY, outX, channel);
      sums[at]! += x[inputIndex(g, image, inY, inX, channel)]!;
      counts[at]!++;
    }
  });
  return Float32Array.from(sums, (sum, index) => sum / counts[index]!);
}
