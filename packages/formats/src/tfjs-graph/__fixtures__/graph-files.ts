import { createRandom, sizeOf } from '@fer/core';

/** A node as it is written in a test; numbers in lists are integers. */
export interface WrittenNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes?: { readonly [name: string]: WrittenAttribute };
}

export type WrittenAttribute =
  | string
  | boolean
  | readonly number[]
  | readonly string[]
  | { readonly f: number }
  | { readonly i: number };

export interface WrittenTensor {
  readonly shape: readonly number[];
  readonly dtype?: 'float32' | 'int32';
  readonly data: readonly number[];
}

export interface WrittenGraph {
  /** Of the picture, node `x`. Default: [5, 6, 3]. */
  readonly input?: readonly number[];
  /** By name; the last one is what the network gives unless `outputs` names others. */
  readonly nodes: { readonly [name: string]: WrittenNode };
  readonly tensors?: { readonly [name: string]: WrittenTensor };
  readonly outputs?: readonly string[];
}

/** Whole numbers. */
export function integers(...data: number[]): WrittenTensor {
  return { shape: [data.length], dtype: 'int32', data };
}

/** Seeded numbers from `low` to `high`. */
export function randoms(shape: readonly number[], low = -1, high = 1): WrittenTensor {
  const random = createRandom(sizeOf(shape), shape.length);
  return { shape, data: Array.from({ length: sizeOf(shape) }, () => random.uniform(low, high)) };
}

/** What the converter of TensorFlow.js would write. */
export function graphFiles({ input = [5, 6, 3], nodes, tensors = {}, outputs }: WrittenGraph) {
  const constant = (name: string, { dtype = 'float32' }: WrittenTensor) => ({
    name,
    op: 'Const',
    attr: { dtype: { type: dtype === 'float32' ? 'DT_FLOAT' : 'DT_INT32' } },
  });
  const shape = { shape: { dim: [-1, ...input].map((size) => ({ size: `${size}` })) } };
  const node = [
    { name: 'x', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape } },
    ...Object.entries(tensors).map(([name, tensor]) => constant(name, tensor)),
    ...Object.entries(nodes).map(([name, { op, inputs, attributes = {} }]) => ({
      name,
      op,
      input: inputs,
      attr: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, attributeOf(value)])),
    })),
  ];
  const weights = Object.entries(tensors).map(([name, { shape, dtype = 'float32' }]) => ({
    name,
    shape,
    dtype,
  }));
  const buffers = Object.values(tensors).map(({ dtype, data }) =>
    dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data),
  );
  const bytes = new Uint8Array(buffers.flatMap(({ buffer }) => [...new Uint8Array(buffer)]));
  const names = outputs ?? Object.keys(nodes).slice(-1);
  const model = {
    format: 'graph-model',
    generatedBy: '2.21.0',
    convertedBy: 'TensorFlow.js Converter v4.22.0',
    signature: {
      inputs: { x: { name: 'x:0', dtype: 'DT_FLOAT', tensorShape: shape.shape } },
      outputs: Object.fromEntries(names.map((name) => [name, { name: `${name}:0`, dtype: 'DT_FLOAT' }])),
    },
    modelTopology: { node, library: {}, versions: { producer: 1 } },
    weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights }],
  };
  const files = new Map([
    ['model.json', new TextEncoder().encode(JSON.stringify(model))],
    ['group1-shard1of1.bin', bytes],
  ]);
  return { files, model, bytes };
}

function attributeOf(value: WrittenAttribute): object {
  if (typeof value === 'string') return value.startsWith('DT_') ? { type: value } : { s: btoa(value) };
  if (typeof value === 'boolean') return { b: value };
  if ('f' in value) return value;
  if ('i' in value) return { i: `${value.i}` };
  const texts = value.filter((one) => typeof one === 'string').map((one) => btoa(one));
  return { list: texts.length > 0 ? { s: texts } : { i: value.map(String) } };
}
