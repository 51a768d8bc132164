import type { InputSpec } from '@fer/core';

/** An input of a shape, for who looks at a graph alone: how pictures become one is not known yet. */
export function specOfShape([height, width, channels]: readonly [number, number, number]): InputSpec {
  return { height, width, channels: channels as 1, resize: 'bilinear-antialias', range: [0, 1] };
}
