import type { InputSpec } from '../input-spec.ts';

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One layer of a network. */
export interface LayerNode {
  /** Unique in the graph; weights are named after it (`conv1/kernel`). */
  readonly name: string;
  /** One that `@fer/graph` knows (`conv2d`, `dense` …), or one of a plugin's `layers`. */
  readonly type: string;
  /** The layer's options as in tfjs-layers and Keras (`filters`, `kernelSize`, `padding`, `activation` …). */
  readonly config: { readonly [key: string]: Json };
  /** Names of the layers and inputs that it reads; default: the layer before it, for the first one the input. */
  readonly inputs?: readonly string[];
}

/**
 * A network as plain data, in order of computation; maps are NHWC, float32. Any engine can read it, by `resolveGraph` of
 * `@fer/graph`: tfjs-layers, a compiler, an exporter.
 *
 * A classifier's only output are the probabilities `[batch, classes]`, of an `activation` with `softmax`, so that what
 * feeds it are the logits.
 */
export interface ModelGraph {
  /** Shapes by name, without the batch; default: `input`, `[height, width, channels]` of the input spec. */
  readonly inputs?: { readonly [name: string]: readonly number[] };
  readonly layers: readonly LayerNode[];
  /** Names of the layers whose results the network gives; default: the last one. */
  readonly outputs?: readonly string[];
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
