import type { ConvGeometry } from '../src/conv-geometry.ts';
import { eachTap, inputIndex, inputSize, outputIndex, outputSize } from './window-geometry.ts';

/** A depthwise convolution by its definition, in float64: y[b,oy,ox,c·q] = Σ x[b,iy,ix,c] f[ky,kx,c,q]. */
export function scalarDepthwise(g: ConvGeometry, x: Float32Array, filter: Float32Array): Float32Array {
  const y = new Float64Array(outputSize(g));
  eachTapOfChannel(g, (atX, atFilter, atY) => {
    y[atY]! += x[atX]! * filter[atFilter]!;
  });
  return Float32Array.from(y);
}

/**
 * Both gradients of a depthwise convolution by its definition, in float64. tfjs's cpu backend is no reference for
 * dilations: its gradient kernels ignore them.
 */
export function scalarDepthwiseGradients(
  g: ConvGeometry,
  x: Float32Array,
  filter: Float32Array,
  dy: Float32Array,
): { dfilter: Float32Array; dx: Float32Array } {
  const dfilter = new Float64Array(filter.length);
  const dx = new Float64Array(inputSize(g));
  eachTapOfChannel(g, (atX, atFilter, atY) => {
    dfilter[atFilter]! += x[atX]! * dy[atY]!;
    dx[atX]! += filter[atFilter]! * dy[atY]!;
  });
  return { dfilter: Float32Array.from(dfilter), dx: Float32Array.from(dx) };
}

function eachTapOfChannel(
  g: ConvGeometry,
  visit: (atX: number, atFilter: number, atY: number) => void,
): void {
  const multiplier = g.outChannels / g.inChannels;
  eachTap(g, (image, outY, outX, tap, inY, inX) => {
    for (let channel = 0; channel < g.outChannels; channel++) {
      visit(
        inputIndex(g, image, inY, inX, Math.floor(channel / multiplier)),
        tap * g.outChannels + channel,
        outputIndex(g, image, outY, outX, channel),
      );
    }
  });
}
