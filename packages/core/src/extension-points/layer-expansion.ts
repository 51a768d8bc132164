import type { Json, LayerNode } from './architecture.ts';

/**
 * A type of layer of a plugin's: a block of known ones (a residual block, an attention block). It is put in their place
 * before anybody else sees the graph, so that what trains, runs, stores and exports networks needs not know of it.
 */
export interface LayerExpansion {
  /** The type that a graph names. */
  readonly id: string;
  readonly apiVersion: 1;
  /** The options and their defaults; others are refused. */
  readonly defaults: { readonly [key: string]: Json };
  /**
   * The layers that it stands for, in order; the last one's result is the block's. They may be of a plugin's types too.
   *
   * @param options all keys of `defaults`
   * @param inputs  what the block reads, for `inputs` of its layers; their names outside of it are not known to it
   * @returns layers with names of their own in the block, which are set behind the block's name: `conv` of a block
   * `attention1` becomes `attention1_conv`
   */
  expand(options: { readonly [key: string]: Json }, inputs: readonly BlockInput[]): readonly LayerNode[];
}

/** What a block reads. */
export interface BlockInput {
  /** How its layers call it: `input1`, `input2` … */
  readonly name: string;
  /** Without the batch. */
  readonly shape: readonly number[];
}
