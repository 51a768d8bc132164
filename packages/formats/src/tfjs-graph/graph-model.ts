import type { ForeignFiles, ForeignModel, ReadFormatOptions, WeightsFormat } from '@fer/core';
import { damaged, notAsFormat, unsupportedLayer } from '../failures.ts';
import { isObject, type JsonObject } from '../json.ts';
import { INPUT, LayerList } from '../layer-list.ts';
import { mergeBiases } from '../merge-biases.ts';
import { withoutUnread } from '../parts.ts';
import { findModelJson, producerOf, readModelJson, readTensors } from '../tfjs/model-json.ts';
import { shapeOf } from './attributes.ts';
import { Operation } from './operation.ts';
import { OPERATORS } from './operators/index.ts';
import { type GraphNode, plainName, readTopology } from './topology.ts';
import { isConstant, type Value } from './value.ts';

/** A graph model of TensorFlow.js: `model.json` as the converter writes it of a saved or frozen model, and its shards. */
export const tfjsGraph: WeightsFormat = {
  id: 'tfjs-graph',
  apiVersion: 1,
  description: 'TensorFlow.js: a graph model, model.json with its shards',
  async sniff(files, options) {
    return (await findModelJson(files, options))?.isGraph === true;
  },
  read: readGraphModel,
};

async function readGraphModel(files: ForeignFiles, options: ReadFormatOptions): Promise<ForeignModel> {
  const found = await readModelJson(files, options);
  const { name: subject, model, isGraph } = found;
  if (!isGraph)
    throw notAsFormat(subject, 'is a layers model, not a graph model: its format is `tfjs-layers`.');
  const nodes = readTopology(model.modelTopology, subject);
  const tensors = await readTensors(files, found, options);
  const byteLength = tensors.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);

  const values = new Map<string, Value>();
  for (const tensor of tensors) {
    if (values.has(tensor.name))
      throw damaged(subject, `has the weight '${tensor.name.slice(0, 200)}' twice.`);
    values.set(tensor.name, tensor);
  }
  const signature = signatureOf(model);
  const list = new LayerList(byteLength);
  const picture = readPicture(nodes, signature, options);
  const prefix = commonFolder(nodes);
  for (const node of nodes) {
    if (node === picture.node) values.set(node.name, { layer: INPUT, shape: picture.shape });
    else if (node.operator !== 'Const') values.set(node.name, readNode(node, prefix, values, list));
  }

  const outputs = outputNames(nodes, signature).map((name) => {
    const value = values.get(name);
    if (value !== undefined && !isConstant(value) && value.layer !== INPUT) return value.layer;
    throw damaged(subject, `gives '${name.slice(0, 100)}', which no picture makes.`);
  });
  if (new Set(outputs).size < outputs.length) throw damaged(subject, 'has two outputs that are the same.');
  const { parts, dropped } = withoutUnread({ layers: list.layers, tensors: list.tensors, outputs });
  const merged = mergeBiases(parts);
  const producer = producerOf(model);
  return {
    graph: { inputs: { [INPUT]: picture.shape }, layers: merged.layers, outputs: merged.outputs },
    tensors: merged.tensors,
    inputShape: picture.shape,
    ...(producer !== undefined && { producer }),
    notes: dropped.length === 0 ? [] : [`No output depends on ${dropped.length} of its weights.`],
  };
}

function readNode(
  node: GraphNode,
  prefix: string,
  values: ReadonlyMap<string, Value>,
  list: LayerList,
): Value {
  const { name, operator, inputs } = node;
  const unsupported = (problem: string) =>
    unsupportedLayer(name.slice(0, 200), operator.slice(0, 50), problem);
  if (!Object.hasOwn(OPERATORS, operator)) throw unsupported('is of an operation that is not read.');
  const given = inputs.map((input) => {
    const value = values.get(input);
    if (value === undefined)
      throw unsupported(`reads '${input.slice(0, 100)}', for which the file has no numbers.`);
    return value;
  });
  const own = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return OPERATORS[operator]!(new Operation(node, own, given, list));
}

interface Picture {
  readonly node: GraphNode;
  readonly shape: readonly [number, number, number];
}

/** The only input: `[batch, height, width, channels]` of float32. */
function readPicture(
  nodes: readonly GraphNode[],
  signature: JsonObject,
  { inputShape }: ReadFormatOptions,
): Picture {
  const [node, ...others] = nodes.filter(({ operator }) => operator === 'Placeholder');
  const other = others[0] ?? nodes[0]!;
  if (node === undefined || others.length > 0) {
    throw unsupportedLayer(
      other.name,
      other.operator,
      `belongs to a network of ${others.length + 1} inputs.`,
    );
  }
  const told = Object.values(entriesOf(signature.inputs)).find(({ name }) => name === node.name);
  const [, ...sizes] = node.attributes.shape('shape') ?? shapeOf(told?.tensorShape) ?? [];
  const shape = sizes.map((size, axis) => (size === -1 ? (inputShape?.[axis] ?? -1) : size));
  const given = sizes.length === 0 && inputShape !== undefined ? [...inputShape] : shape;
  const type = node.attributes.type('dtype') ?? 'DT_FLOAT';
  const isOpen = given.includes(-1) || given.length === 0;
  if (given.length !== 3 || type !== 'DT_FLOAT' || !given.every((size) => size >= 1)) {
    const advice = isOpen ? ' Give `inputShape`, for it leaves sizes open.' : '';
    const taken = `takes ${String(type).slice(0, 20)} of [batch,${given}]`;
    throw unsupportedLayer(node.name, node.operator, `${taken}, not a picture of float32.${advice}`);
  }
  return { node, shape: given as [number, number, number] };
}

/** What the file says of inputs and outputs, where it does. */
function signatureOf({ signature, userDefinedMetadata }: JsonObject): JsonObject {
  const [own, old] = [signature, isObject(userDefinedMetadata) ? userDefinedMetadata.signature : undefined];
  return isObject(own) ? own : isObject(old) ? old : {};
}

/** Those that the file names, in its order; else what no node reads. */
function outputNames(nodes: readonly GraphNode[], { outputs }: JsonObject): string[] {
  const told = entriesOf(outputs).map(({ name }) => name);
  if (told.length > 0) return told;
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  return nodes
    .filter(({ name, operator }) => operator !== 'Const' && !read.has(name))
    .map(({ name }) => name);
}

function entriesOf(tensors: unknown): { readonly name: string; readonly tensorShape?: unknown }[] {
  if (!isObject(tensors)) return [];
  return Object.values(tensors).flatMap((one) =>
    isObject(one) && typeof one.name === 'string'
      ? [{ name: plainName(one.name), tensorShape: one.tensorShape }]
      : [],
  );
}

/** The folder in which all layers are: `StatefulPartitionedCall/model/`. */
function commonFolder(nodes: readonly GraphNode[]): string {
  const outside: readonly string[] = ['Const', 'Placeholder', 'Identity'];
  const names = nodes.filter(({ operator }) => !outside.includes(operator)).map(({ name }) => name);
  let folder = names[0]?.slice(0, names[0].lastIndexOf('/', names[0].lastIndexOf('/') - 1) + 1) ?? '';
  while (folder !== '' && !names.every((name) => name.startsWith(folder))) {
    folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
  }
  return folder;
}
