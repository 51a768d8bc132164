import type { Shape } from '@fer/graph';
import type { GraphBuilder } from './graph-builder.ts';

/** Maps are the only values that ONNX has in another order of axes than a graph. */
const MAP_RANK = 3;

/** A value of the file in the order of the graph: `[batch, channels, height, width]` → `[batch, height, width, channels]`. */
export function toGraphOrder(builder: GraphBuilder, layer: string, value: string, shape: Shape): string {
  if (shape.length !== MAP_RANK) return value;
  return builder.add(layer, 'Transpose', [value], { perm: [0, 2, 3, 1] });
}

/** The numbers of a value in the order of the graph, whatever the axes are then: for what reads them under another shape. */
export function numbersInGraphOrder(
  builder: GraphBuilder,
  layer: string,
  value: string,
  shape: Shape,
): string {
  return isSameOrder(shape) ? value : toGraphOrder(builder, layer, value, shape);
}

/** The other way. */
export function toFileOrder(builder: GraphBuilder, layer: string, value: string, shape: Shape): string {
  if (shape.length !== MAP_RANK) return value;
  return builder.add(layer, 'Transpose', [value], { perm: [0, 3, 1, 2] });
}

/** The axis of the channels in the file. */
export function channelAxis({ length }: Shape): number {
  return length === MAP_RANK ? 1 : length;
}

/** The shape of one number a channel, so that it is spread over a value of `shape`. */
export function perChannelShape(shape: Shape): number[] {
  const channels = shape.at(-1)!;
  return shape.length === MAP_RANK ? [channels, 1, 1] : [channels];
}

/** Without a plane, or with one channel. */
function isSameOrder([height, width, channels]: Shape): boolean {
  return height! * width! === 1 || channels === 1;
}
