import { type LayerNode, layer, type NamedTensor } from '@fer/core';
import type { Attributes, GraphModel, GraphNode } from './graph-model.ts';
import { type Constant, readConstants } from './read-constants.ts';

export interface ConvertedModel {
  readonly layers: readonly LayerNode[];
  /** By name, `conv2d/kernel` say. */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  /** The name of the layer that computes a node, by the node's. */
  readonly layerOf: ReadonlyMap<string, string>;
}

/**
 * Turns a graph model of TensorFlow.js into layers of ours. Knows the ops that BlazeFace is made of, and refuses others.
 *
 * @param bytes its weights
 */
export function convertGraphModel(model: GraphModel, bytes: Uint8Array): ConvertedModel {
  const constants = readConstants(model, bytes);
  const layers: LayerNode[] = [];
  const tensors = new Map<string, NamedTensor>();
  const layerOf = new Map<string, string>();
  for (const { name: node, op, input = [], attr = {} } of inOrder(model.modelTopology.node)) {
    if (op === 'Const') continue;
    const given = input.flatMap((one) => constants.get(one) ?? []);
    const inputs = input.flatMap((one) => layerOf.get(one) ?? []);
    if (op === 'Placeholder' || op === 'Identity') {
      layerOf.set(node, inputs[0] ?? 'input');
      continue;
    }
    if (!Object.hasOwn(OPS, op)) throw new Error(`${node} is a ${op}, which is not known here.`);
    const { type, config = {}, weights = {} } = OPS[op]!(attr, given, node);
    const name = node.split('/').at(-2)!;
    layers.push(layer(name, type, config, inputs));
    for (const [weight, tensor] of Object.entries(weights)) tensors.set(`${name}/${weight}`, tensor);
    layerOf.set(node, name);
  }
  return { layers, tensors, layerOf };
}

interface Converted {
  readonly type: string;
  readonly config?: LayerNode['config'];
  readonly weights?: { readonly [name: string]: NamedTensor };
}

/** What becomes of a node, by its attributes and the constants that it reads. */
const OPS: {
  readonly [op: string]: (attr: Attributes, given: readonly Constant[], node: string) => Converted;
} = {
  _FusedConv2D(attr, given, node) {
    const [addition, activation = 'Linear', ...others] = attr.fused_ops!.list.s.map(text);
    const isKnown = addition === 'BiasAdd' && ['Linear', 'Relu'].includes(activation) && others.length === 0;
    if (!isKnown) throw new Error(`${node} fuses ${addition}, ${activation} and ${others}.`);
    const [kernel, bias] = given.map(tensorOf) as [NamedTensor, NamedTensor];
    const [height, width, , filters] = kernel.shape as [number, number, number, number];
    const config = { filters, kernelSize: [height, width], activation: activation.toLowerCase() };
    return { type: 'conv2d', config: { ...config, ...windowOf(attr, node) }, weights: { kernel, bias } };
  },
  DepthwiseConv2dNative(attr, [constant], node) {
    const kernel = tensorOf(constant!);
    const [height, width, , depthMultiplier] = kernel.shape as [number, number, number, number];
    const config = { kernelSize: [height, width], depthMultiplier, useBias: false, ...windowOf(attr, node) };
    return { type: 'depthwiseConv2d', config, weights: { depthwise_kernel: kernel } };
  },
  MaxPool(attr, _, node) {
    const poolSize = attr.ksize!.list.i.slice(1, 3).map(Number);
    return { type: 'maxPooling2d', config: { poolSize, ...windowOf(attr, node) } };
  },
  AddV2: () => ({ type: 'add' }),
  Relu: () => ({ type: 'activation', config: { activation: 'relu' } }),
  Pad(_, [paddings], node) {
    const numbers = [...paddings!.data];
    const channels = numbers.pop()!;
    if (numbers.some((padding) => padding !== 0)) throw new Error(`${node} pads more than channels.`);
    return { type: 'channelPadding', config: { channels } };
  },
  // Without the batch.
  Reshape: (_, [shape]) => ({ type: 'reshape', config: { targetShape: [...shape!.data].slice(1) } }),
};

function tensorOf({ shape, data }: Constant): NamedTensor {
  if (data instanceof Float32Array) return { shape, data };
  throw new Error(`A weight of [${shape}] is not of float32.`);
}

function windowOf(
  { strides, dilations, padding }: Attributes,
  node: string,
): { strides: number[]; padding: string } {
  if (dilations?.list.i.some((rate) => Number(rate) !== 1)) throw new Error(`${node} is dilated.`);
  return { strides: strides!.list.i.slice(1, 3).map(Number), padding: text(padding!.s).toLowerCase() };
}

function text(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

/** Every node after those that it reads. */
function inOrder(nodes: readonly GraphNode[]): Iterable<GraphNode> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const ordered = new Set<GraphNode>();
  const visit = (node: GraphNode) => {
    if (ordered.has(node)) return;
    for (const name of node.input ?? []) visit(byName.get(name)!);
    ordered.add(node);
  };
  for (const node of nodes) visit(node);
  return ordered;
}
