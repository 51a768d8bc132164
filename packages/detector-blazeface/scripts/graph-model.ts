/** What a file of TensorFlow.js with a graph model says, as far as it is read here. */
export interface GraphModel {
  readonly modelTopology: { readonly node: readonly GraphNode[] };
  readonly weightsManifest: readonly { readonly weights: readonly WeightEntry[] }[];
}

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Attributes;
}

/** Numbers are strings, and strings base64. */
export interface Attributes {
  readonly fused_ops?: { readonly list: { readonly s: readonly string[] } };
  readonly strides?: IntegerList;
  readonly dilations?: IntegerList;
  readonly ksize?: IntegerList;
  readonly padding?: { readonly s: string };
}

interface IntegerList {
  readonly list: { readonly i: readonly string[] };
}

export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}
