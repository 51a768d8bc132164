import { forEachTap, layOut, type Window } from './window.ts';

/** A convolution by its definition, in float64: y[p, o] = Σ x[q, i] f[tap, i, o] over the taps and i. */
export interface Conv2D {
  readonly batch: number;
  readonly window: Window;
  readonly inChannels: number;
  readonly outChannels: number;
}

type Numbers = ArrayLike<number>;

/** Calls `visit` with the places in y, x and the filter of every product. */
function forEachProduct(
  { batch, window, inChannels, outChannels }: Conv2D,
  visit: (y: number, x: number, filter: number) => void,
): void {
  forEachTap(batch, window, (outPixel, inPixel, tap) => {
    for (let input = 0; input < inChannels; input++)
      for (let output = 0; output < outChannels; output++)
        visit(
          outPixel * outChannels + output,
          inPixel * inChannels + input,
          (tap * inChannels + input) * outChannels + output,
        );
  });
}

/** y [batch, outHeight, outWidth, outChannels]. */
export function conv2d(conv: Conv2D, x: Numbers, filter: Numbers): Float64Array {
  const { out } = layOut(conv.window);
  const y = new Float64Array(conv.batch * out[0] * out[1] * conv.outChannels);
  forEachProduct(conv, (atY, atX, atFilter) => {
    y[atY]! += x[atX]! * filter[atFilter]!;
  });
  return y;
}

/** dx [batch, height, width, inChannels]. */
export function conv2dInputGradient(conv: Conv2D, dy: Numbers, filter: Numbers): Float64Array {
  const [height, width] = conv.window.size;
  const dx = new Float64Array(conv.batch * height * width * conv.inChannels);
  forEachProduct(conv, (atY, atX, atFilter) => {
    dx[atX]! += dy[atY]! * filter[atFilter]!;
  });
  return dx;
}

/** dfilter [filterHeight, filterWidth, inChannels, outChannels]. */
export function conv2dFilterGradient(conv: Conv2D, dy: Numbers, x: Numbers): Float64Array {
  const [height, width] = conv.window.filter;
  const dfilter = new Float64Array(height * width * conv.inChannels * conv.outChannels);
  forEachProduct(conv, (atY, atX, atFilter) => {
    dfilter[atFilter]! += dy[atY]! * x[atX]!;
  });
  return dfilter;
}
