import type { WindowCase } from './window-geometry.ts';

/** The windows of our networks, and odd ones: tails of channels, borders wider than a window, rows that are skipped. */
export const windowCases: readonly WindowCase[] = [
  { x: [1, 1, 1, 1], window: [1, 1], stride: [1, 1], pad: 'valid' },
  { x: [2, 44, 44, 64], window: [5, 5], stride: [2, 2], pad: 'valid' },
  { x: [17, 16, 16, 12], window: [3, 3], stride: [2, 2], pad: 'valid' },
  { x: [2, 44, 44, 16], window: [3, 3], stride: [2, 2], pad: 'same' },
  { x: [3, 3, 3, 128], window: [3, 3], stride: [2, 2], pad: 'valid' },
  { x: [1, 6, 6, 128], window: [3, 3], stride: [2, 2], pad: 'same' },
  { x: [3, 7, 9, 2], window: [3, 3], stride: [2, 2], pad: 'same' },
  { x: [1, 6, 5, 3], window: [3, 3], stride: [1, 1], pad: 'same' },
  { x: [2, 8, 8, 4], window: [2, 2], stride: [2, 2], pad: 'valid' },
  { x: [2, 8, 8, 5], window: [2, 2], stride: [3, 3], pad: 'valid' },
  { x: [1, 9, 8, 7], window: [2, 3], stride: [1, 2], pad: 'same' },
  { x: [2, 13, 11, 8], window: [7, 4], stride: [3, 1], pad: 'same' },
  { x: [1, 12, 14, 63], window: [6, 11], stride: [2, 2], pad: 'same' },
  { x: [1, 40, 40, 65], window: [3, 3], stride: [2, 2], pad: 'same' },
  { x: [2, 5, 4, 20], window: [5, 5], stride: [1, 1], pad: 'same' },
  { x: [1, 2, 3, 8], window: [5, 5], stride: [2, 2], pad: 'same' },
  {
    x: [1, 7, 6, 12],
    window: [3, 3],
    stride: [2, 2],
    pad: [
      [0, 0],
      [2, 0],
      [0, 1],
      [0, 0],
    ],
  },
  { x: [1, 9, 9, 20], window: [3, 3], stride: [1, 1], pad: 'same', dilation: [2, 2] },
  { x: [2, 9, 8, 6], window: [3, 2], stride: [1, 1], pad: 'valid', dilation: [2, 3] },
];

export function nameOfCase({
  x,
  window,
  stride,
  pad,
  dilation = [1, 1],
  multiplier = 1,
}: WindowCase): string {
  const parts = [`[${x}]`, `window ${window.join('×')}`, `stride ${stride.join('×')}`, JSON.stringify(pad)];
  if (dilation.some((step) => step !== 1)) parts.push(`dilation ${dilation.join('×')}`);
  if (multiplier !== 1) parts.push(`${multiplier} filters a channel`);
  return parts.join(', ');
}
