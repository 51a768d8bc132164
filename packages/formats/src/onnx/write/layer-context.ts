import type { NamedTensor } from '@fer/core';
import type { LayerType, ResolvedLayer, ResolvedLayerOf } from '@fer/graph';
import type { GraphBuilder } from './graph-builder.ts';

/** What the writer of one layer works with. */
export interface LayerContext<Layer extends ResolvedLayer = ResolvedLayer> {
  readonly builder: GraphBuilder;
  readonly layer: Layer;
  /**
   * The values that it reads, by their names in the file: maps are `[batch, channels, height, width]`, all else is as in
   * the graph, behind the batch.
   */
  readonly inputs: readonly string[];
  /** A weight of this layer (`kernel`), or `undefined` where its options leave it out. */
  weight(name: string): NamedTensor | undefined;
}

/** Writes one type of layer; returns the name of the value that it gives. */
export type LayerWriter<Type extends LayerType = LayerType> = (
  context: LayerContext<ResolvedLayerOf<Type>>,
) => string;
