import type { Operation } from '../operation.ts';

/** Rows and columns of zeros: `[[top, bottom], [left, right]]`. */
export type Pads = readonly [readonly [number, number], readonly [number, number]];

/** Strides and padding of a convolution or pooling; `pads` where the file has zeros of its own. */
export function readWindow(operation: Operation): {
  readonly strides: readonly number[];
  readonly padding: 'same' | 'valid';
  readonly pads?: Pads;
} {
  const { attributes } = operation;
  const format = attributes.text('data_format') || 'NHWC';
  if (format !== 'NHWC') throw operation.unsupported(`has its numbers in the order ${format.slice(0, 20)}`);
  const strides = attributes.integers('strides') ?? [];
  if (strides.length !== 4) throw operation.unsupported(`has strides of [${strides}]`);
  const window = { strides: strides.slice(1, 3) };
  const padding = attributes.text('padding');
  switch (padding) {
    case 'SAME':
      return { ...window, padding: 'same' };
    case 'VALID':
      return { ...window, padding: 'valid' };
    case 'EXPLICIT': {
      const [, , top, bottom, left, right] = attributes.integers('explicit_paddings') ?? [];
      if (right === undefined) break;
      return {
        ...window,
        padding: 'valid',
        pads: [
          [top!, bottom!],
          [left!, right],
        ],
      };
    }
  }
  throw operation.unsupported(`has the padding ${padding?.slice(0, 20)}`);
}
