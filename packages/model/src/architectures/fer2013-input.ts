import type { InputSpec } from '@fer/core';

/** FER2013's pictures as they are: 48×48 gray, scaled to 0..1. */
export const FER2013_INPUT: InputSpec = {
  width: 48,
  height: 48,
  channels: 1,
  resize: 'bilinear-antialias',
  range: [0, 1],
};
