import type { MapShape, Pair } from './shape.ts';

/** What of a feature map goes into each place of a convolution's or pooling's output. */
export interface Window {
  readonly size: Pair;
  readonly strides: Pair;
  /** Steps between neighbouring taps; 1 is a window without gaps. */
  readonly dilation: Pair;
  /** `same` adds zeros around the map, for `⌈size / stride⌉` places; they take no part in a pooling. */
  readonly padding: 'valid' | 'same';
  /** Rows and columns of zeros at each edge. */
  readonly pads: {
    readonly top: number;
    readonly bottom: number;
    readonly left: number;
    readonly right: number;
  };
  /** Height and width of the output. */
  readonly output: Pair;
}

/**
 * Where a window lies on a map; for `same` the odd row or column of zeros comes last
 * (tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2).
 *
 * @returns an output smaller than 1 where the window does not fit
 */
export function placeWindow(
  [height, width]: MapShape,
  { size, strides, dilation, padding }: Pick<Window, 'size' | 'strides' | 'dilation' | 'padding'>,
): Window {
  const rows = placeAxis(height, size[0], strides[0], dilation[0], padding);
  const columns = placeAxis(width, size[1], strides[1], dilation[1], padding);
  return {
    size,
    strides,
    dilation,
    padding,
    pads: { top: rows.before, bottom: rows.after, left: columns.before, right: columns.after },
    output: [rows.places, columns.places],
  };
}

function placeAxis(
  length: number,
  size: number,
  stride: number,
  dilation: number,
  padding: Window['padding'],
): { places: number; before: number; after: number } {
  const reach = (size - 1) * dilation + 1;
  if (padding === 'valid') return { places: Math.floor((length - reach) / stride) + 1, before: 0, after: 0 };
  const places = Math.ceil(length / stride);
  const total = Math.max(0, (places - 1) * stride + reach - length);
  const before = Math.floor(total / 2);
  return { places, before, after: total - before };
}
