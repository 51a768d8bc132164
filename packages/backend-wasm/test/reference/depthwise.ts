import { forEachTap, layOut, type Window } from './window.ts';

/** A depthwise convolution by its definition, in float64: y[p, c, m] = Σ x[q, c] f[tap, c, m] over the taps. */
export interface Depthwise {
  readonly batch: number;
  readonly window: Window;
  readonly channels: number;
  /** Outputs for every channel. */
  readonly multiplier: number;
}

type Numbers = ArrayLike<number>;

/** Calls `visit` with the places in y, x and the filter of every product. */
function forEachProduct(
  { batch, window, channels, multiplier }: Depthwise,
  visit: (y: number, x: number, filter: number) => void,
): void {
  forEachTap(batch, window, (outPixel, inPixel, tap) => {
    for (let channel = 0; channel < channels; channel++)
      for (let copy = 0; copy < multiplier; copy++)
        visit(
          (outPixel * channels + channel) * multiplier + copy,
          inPixel * channels + channel,
          (tap * channels + channel) * multiplier + copy,
        );
  });
}

/** y [batch, outHeight, outWidth, channels * multiplier]. */
export function depthwise(conv: Depthwise, x: Numbers, filter: Numbers): Float64Array {
  const { out } = layOut(conv.window);
  const y = new Float64Array(conv.batch * out[0] * out[1] * conv.channels * conv.multiplier);
  forEachProduct(conv, (atY, atX, atFilter) => {
    y[atY]! += x[atX]! * filter[atFilter]!;
  });
  return y;
}

/** dx [batch, height, width, channels]. */
export function depthwiseInputGradient(conv: Depthwise, dy: Numbers, filter: Numbers): Float64Array {
  const [height, width] = conv.window.size;
  const dx = new Float64Array(conv.batch * height * width * conv.channels);
  forEachProduct(conv, (atY, atX, atFilter) => {
    dx[atX]! += dy[atY]! * filter[atFilter]!;
  });
  return dx;
}

/** dfilter [filterHeight, filterWidth, channels, multiplier]. */
export function depthwiseFilterGradient(conv: Depthwise, dy: Numbers, x: Numbers): Float64Array {
  const [height, width] = conv.window.filter;
  const dfilter = new Float64Array(height * width * conv.channels * conv.multiplier);
  forEachProduct(conv, (atY, atX, atFilter) => {
    dfilter[atFilter]! += dy[atY]! * x[atX]!;
  });
  return dfilter;
}
