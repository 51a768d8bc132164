import type { InputSpec } from '../input-spec.ts';

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The kinds of layer that a graph may hold: factories of tfjs-layers, by their names there. */
export type LayerType =
  | 'conv2d'
  | 'depthwiseConv2d'
  | 'separableConv2d'
  | 'dense'
  | 'maxPooling2d'
  | 'averagePooling2d'
  | 'globalAveragePooling2d'
  | 'globalMaxPooling2d'
  | 'batchNormalization'
  | 'activation'
  | 'dropout'
  | 'flatten'
  | 'add'
  | 'zeroPadding2d';

/** One layer of a network. */
export interface LayerNode {
  /** Unique in the graph; weights are named after it (`conv1/kernel`). */
  readonly name: string;
  readonly type: LayerType;
  /** The layer's options as in tfjs-layers and Keras (`filters`, `kernelSize`, `padding`, `activation` …). */
  readonly config: { readonly [key: string]: Json };
  /** Names of the nodes it reads, or `input` for the network's input; default: the node before it. */
  readonly inputs?: readonly string[];
}

/**
 * A network as plain data, in order of computation. The input is NHWC float32 of the input spec; the last node gives
 * the probabilities `[batch, classes]` and is an `activation` with `softmax`, so that what feeds it are the logits.
 * Any engine can read it: tfjs-layers, a compiler, an exporter.
 */
export interface ModelGraph {
  readonly layers: readonly LayerNode[];
}

/** An architecture that can be trained and whose weights can be loaded. */
export interface Architecture {
  readonly id: string;
  readonly apiVersion: 1;
  /** One line for people: what it is and where it comes from. */
  readonly description: string;
  readonly input: InputSpec;
  /** The options of `build` and their defaults; stored as `config` in a weights manifest. */
  readonly defaults: { readonly [key: string]: Json };
  /** `options` has all keys of `defaults`; `classes` is the number of labels. */
  build(options: { readonly [key: string]: Json }, classes: number): ModelGraph;
}
