export type Pair = readonly [vertical: number, horizontal: number];

/** A filter or pooling window that moves over images, sizes in pixels. */
export interface Window {
  readonly size: Pair;
  readonly filter: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly pad: 'same' | 'valid' | readonly [top: number, bottom: number, left: number, right: number];
}

/**
 * How many positions the window has, and how far the first hangs over the upper left edge.
 * Formulas: https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function layOut({ size, filter, strides, dilations, pad }: Window): { out: Pair; before: Pair } {
  const axis = (index: 0 | 1): { count: number; before: number } => {
    const extent = (filter[index] - 1) * dilations[index] + 1;
    const stride = strides[index];
    if (pad === 'same') {
      const count = Math.ceil(size[index] / stride);
      const padding = Math.max((count - 1) * stride + extent - size[index], 0);
      return { count, before: Math.floor(padding / 2) };
    }
    const [before, after] = pad === 'valid' ? [0, 0] : [pad[2 * index]!, pad[2 * index + 1]!];
    const padded = size[index] + before + after;
    return { count: Math.max(Math.floor((padded - extent) / stride) + 1, 0), before };
  };
  const [vertical, horizontal] = [axis(0), axis(1)];
  return { out: [vertical.count, horizontal.count], before: [vertical.before, horizontal.before] };
}

/**
 * Visits every tap of every position that lies inside of its image, row by row. Pixels are counted over the whole
 * batch, taps over the filter.
 */
export function forEachTap(
  batch: number,
  window: Window,
  visit: (outPixel: number, inPixel: number, tap: number) => void,
): void {
  const { out, before } = layOut(window);
  const { size, filter, strides, dilations } = window;
  for (let image = 0; image < batch; image++)
    for (let outY = 0; outY < out[0]; outY++)
      for (let outX = 0; outX < out[1]; outX++)
        for (let tapY = 0; tapY < filter[0]; tapY++)
          for (let tapX = 0; tapX < filter[1]; tapX++) {
            const y = outY * strides[0] + tapY * dilations[0] - before[0];
            const x = outX * strides[1] + tapX * dilations[1] - before[1];
            if (y < 0 || x < 0 || y >= size[0] || x >= size[1]) continue;
            const outPixel = (image * out[0] + outY) * out[1] + outX;
            const inPixel = (image * size[0] + y) * size[1] + x;
            visit(outPixel, inPixel, tapY * filter[1] + tapX);
          }
}
