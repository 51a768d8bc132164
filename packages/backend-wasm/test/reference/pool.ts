import { forEachTap, layOut, type Window } from './window.ts';

/** Pooling over [batch, height, width, channels]. Pixels of the padding take no part, not even in an average. */
export interface Pool {
  readonly batch: number;
  readonly window: Window;
  readonly channels: number;
}

type Numbers = ArrayLike<number>;

function outSize({ batch, window, channels }: Pool): number {
  const { out } = layOut(window);
  return batch * out[0] * out[1] * channels;
}

function inSize({ batch, window, channels }: Pool): number {
  return batch * window.size[0] * window.size[1] * channels;
}

function forEachValue({ batch, window, channels }: Pool, visit: (out: number, input: number) => void): void {
  forEachTap(batch, window, (outPixel, inPixel) => {
    for (let channel = 0; channel < channels; channel++)
      visit(outPixel * channels + channel, inPixel * channels + channel);
  });
}

/** For every output the place of the largest value under it; of equal ones the first in the window. */
function largestPlaces(pool: Pool, x: Numbers): Int32Array {
  const places = new Int32Array(outSize(pool)).fill(-1);
  forEachValue(pool, (out, input) => {
    if (places[out] === -1 || x[input]! > x[places[out]!]!) places[out] = input;
  });
  return places;
}

export function maxPool(pool: Pool, x: Numbers): Float64Array {
  return Float64Array.from(largestPlaces(pool, x), (place) => x[place]!);
}

/** The gradient of each output goes to the value that it was. */
export function maxPoolGradient(pool: Pool, dy: Numbers, x: Numbers): Float64Array {
  const dx = new Float64Array(inSize(pool));
  largestPlaces(pool, x).forEach((place, out) => {
    dx[place]! += dy[out]!;
  });
  return dx;
}

function counts(pool: Pool): Int32Array {
  const count = new Int32Array(outSize(pool));
  forEachValue(pool, (out) => {
    count[out]!++;
  });
  return count;
}

export function averagePool(pool: Pool, x: Numbers): Float64Array {
  const count = counts(pool);
  const y = new Float64Array(outSize(pool));
  forEachValue(pool, (out, input) => {
    y[out]! += x[input]! / count[out]!;
  });
  return y;
}

export function averagePoolGradient(pool: Pool, dy: Numbers): Float64Array {
  const count = counts(pool);
  const dx = new Float64Array(inSize(pool));
  forEachValue(pool, (out, input) => {
    dx[input]! += dy[out]! / count[out]!;
  });
  return dx;
}
