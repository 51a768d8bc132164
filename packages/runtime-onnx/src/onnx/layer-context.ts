import type { LayerNode, NamedTensor } from '@fer/core';
import type { GraphBuilder } from './graph-builder.ts';

/** What the writer of one layer works with. */
export interface LayerContext {
  readonly builder: GraphBuilder;
  readonly node: LayerNode;
  /** The values that it reads, by their names in the graph: `[batch, channels, height, width]`, or `[batch, units]`. */
  readonly inputs: readonly string[];
  /** `[height, width, channels]` of the first input, or `[units]`. */
  readonly inputShape: readonly number[];
  /** `[height, width, channels]` of what it gives, or `[units]`. */
  readonly outputShape: readonly number[];
  /** A weight of this layer (`kernel`), or `undefined` where its options leave it out. */
  weight(name: string): NamedTensor | undefined;
}

/** Writes one type of layer; returns the name of the value that it gives. */
export type LayerWriter = (context: LayerContext) => string;

/** One number for both axes, or `[vertical, horizontal]`; `traceGraph` has checked that it is one of them. */
export function pairOption(node: LayerNode, key: string, fallback: number | readonly number[]): number[] {
  const value = (node.config[key] ?? fallback) as number | readonly number[];
  return typeof value === 'number' ? [value, value] : [...value];
}
