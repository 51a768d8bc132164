import { assertOptions, FerError, type ForeignModel, type LayerNode, type ModelGraph } from '@fer/core';
import { resolveGraph } from '@fer/graph';
import { INPUT } from '../../layer-list.ts';
import { mergeBiases } from '../../merge-biases.ts';
import { withoutUnread } from '../../parts.ts';
import { decodeModel, type OnnxModel, type OnnxNode, type OnnxTensor } from './decode-model.ts';
import { readElements } from './elements.ts';
import { corrupt, shortened } from './failures.ts';
import { GraphWriter } from './graph-writer.ts';
import { Operation, type Surroundings } from './operation.ts';
import { FOLDS } from './operators/fold.ts';
import { loneErf } from './operators/gelu.ts';
import { OPERATORS } from './operators/index.ts';
import { readPicture } from './picture.ts';
import { sniffOnnx } from './sniff-onnx.ts';
import { type Constant, isConstant, lengthOf, type Value } from './value.ts';

export interface ReadOnnxOptions {
  /** `[height, width, channels]` of the picture, where the file leaves a size open. Default: what the file says. */
  readonly inputShape?: readonly [number, number, number];
}

/** What each operator means changed before and may change after these. */
const OPSETS = { first: 7, last: 20 } as const;

/**
 * Reads a classifier of pictures from an ONNX file (opsets 7 to 20): one picture in, NCHW or NHWC; layers, weights and
 * what it gives out in the terms of our graphs, NHWC and float32. Batches of any size, whatever the file fixes.
 *
 * @param bytes of the whole `.onnx` file, with all weights in it; not kept
 * @throws FerError `FER_WEIGHTS_FORMAT` if it is no ONNX file; `FER_WEIGHTS_CORRUPT` if it is damaged, or a weight is not finite;
 * `FER_WEIGHTS_MISMATCH` naming a tensor of another shape than its node reads; `FER_GRAPH_UNSUPPORTED` naming the
 * node, its operator and the opset, if it computes what our graphs have not
 */
export function readOnnx(bytes: Uint8Array, options: ReadOnnxOptions = {}): ForeignModel {
  assertOptions(options, { inputShape: true }, 'options');
  if (!(bytes instanceof Uint8Array)) {
    throw new FerError('FER_INVALID_ARGUMENT', 'The bytes of an ONNX file must be a Uint8Array.');
  }
  if (!sniffOnnx(bytes)) {
    throw new FerError(
      'FER_WEIGHTS_FORMAT',
      'This is no ONNX file: it does not begin with the version of the format.',
    );
  }
  const model = decoded(bytes);
  const opset = opsetOf(model);
  const writer = new GraphWriter(bytes.length);
  const initializers = new Map(model.graph.tensors.map((tensor) => [tensor.name, new Initializer(tensor)]));
  const picture = readPicture(model.graph, options.inputShape);
  const { shape } = picture;

  const values = new Map<string, Value>([...initializers, [picture.name, picture.feature]]);
  const surroundings = {
    opset,
    writer,
    batch: picture.batch,
    constant: (tensor: OnnxTensor) => new Initializer(tensor),
  };
  for (const [index, node] of model.graph.nodes.entries()) {
    const value = readNode(node, index, values, surroundings);
    const [output = ''] = node.outputs;
    if (values.has(output)) throw corrupt(`two of its nodes give '${output}'`);
    values.set(output, value);
  }

  const outputNames = outputsOf(model, values, writer);
  const { parts, dropped } = withoutUnread({
    layers: writer.layers,
    tensors: writer.tensors,
    outputs: outputNames,
  });
  for (const [name, { data }] of parts.tensors) assertFinite(name, data);
  const erf = loneErf(parts.layers);
  if (erf !== undefined) {
    throw new FerError(
      'FER_GRAPH_UNSUPPORTED',
      `The node '${shortened(String(erf.config.of))}' (Erf, opset ${opset}) of the ONNX file is no part of a GELU.`,
      { details: { node: erf.config.of, operator: 'Erf', opset } },
    );
  }
  const { layers, tensors, outputs } = mergeBiases(parts);
  const graph: ModelGraph = { inputs: { [INPUT]: shape }, layers, outputs };
  const [height, width] = shape;
  resolveGraph(graph, { height, width, channels: 1, resize: 'bilinear-antialias', range: [0, 1] });
  const labels = labelsOf(model);
  return {
    graph,
    tensors,
    inputShape: shape,
    ...(model.producer !== '' && { producer: model.producer }),
    ...(labels && { labels }),
    notes: notesOf(layers, outputs, initializers, dropped),
  };
}

/** Weights of the file: read when somebody asks for their numbers. */
class Initializer implements Constant {
  readonly shape: readonly number[];
  isRead = false;
  readonly #tensor: OnnxTensor;
  #data: Constant['data'] | undefined;

  constructor(tensor: OnnxTensor) {
    this.shape = tensor.shape;
    this.#tensor = tensor;
  }

  get data(): Constant['data'] {
    this.isRead = true;
    this.#data ??= readElements(this.#tensor);
    return this.#data;
  }
}

function decoded(bytes: Uint8Array): OnnxModel {
  try {
    return decodeModel(bytes);
  } catch (error) {
    if (FerError.isInstance(error)) throw error;
    throw corrupt('it ends too early, or its fields do not fit together', error);
  }
}

function opsetOf({ opsets }: OnnxModel): number {
  const opset = opsets.get('');
  if (opset === undefined) throw corrupt('it does not say which opset its operators are of');
  if (opset >= OPSETS.first && opset <= OPSETS.last) return opset;
  throw new FerError(
    'FER_GRAPH_UNSUPPORTED',
    `The ONNX file has operators of opset ${opset}; ${OPSETS.first} to ${OPSETS.last} are read. Export it with one of them.`,
    { details: { opset, ...OPSETS } },
  );
}

function readNode(
  node: OnnxNode,
  index: number,
  values: ReadonlyMap<string, Value>,
  surroundings: Surroundings,
): Value {
  const inputs = node.inputs.map((name) => {
    if (name === '') return undefined;
    const value = values.get(name);
    if (value === undefined)
      throw unknownValue(name, `the node '${node.name}' (${node.operator})`, surroundings);
    return value;
  });
  const operation = new Operation(node, index, inputs, surroundings);
  const isFold =
    node.operator === 'Shape' || inputs.every((value) => value === undefined || isConstant(value));
  const readers = isFold ? FOLDS : OPERATORS;
  if (node.domain !== '' || !Object.hasOwn(readers, node.operator)) {
    throw operation.unsupported(`is of an operator that is not read${isFold ? ' of constants' : ''}`);
  }
  const value = readers[node.operator]!(operation);
  operation.assertAllRead();
  return isConstant(value) ? value : operation.assertSize(value);
}

function unknownValue(name: string, reader: string, { opset }: Pick<Surroundings, 'opset'>): FerError {
  return new FerError(
    'FER_GRAPH_UNSUPPORTED',
    `In the ONNX file ${shortened(reader)} reads '${shortened(name)}', which is the first output of no node before it (opset ${opset}).`,
    { details: { value: name, opset } },
  );
}

/** The layers that give what the file gives: vectors in its order, maps as `[height, width, channels]`. */
function outputsOf({ graph }: OnnxModel, values: ReadonlyMap<string, Value>, writer: GraphWriter): string[] {
  if (graph.outputs.length === 0) throw corrupt('it has no output');
  const names = graph.outputs.map(({ name }) => {
    const value = values.get(name);
    if (value === undefined || isConstant(value))
      throw corrupt(`its output '${name}' does not depend on the picture`);
    const [channels = [], rows = [], columns = []] = value.axes;
    const isMap = value.axes.length === 3 && isSame(value.memory, [...rows, ...columns, ...channels]);
    const isPoint = value.axes.length > 1 && value.axes.slice(1).every((axis) => axis.length === 0);
    const size = lengthOf(value.memory);
    const given =
      isMap && !isPoint ? writer.asMap(value) : writer.inFileOrder(value, isPoint ? [size] : undefined);
    return given.layer;
  });
  if (new Set(names).size !== names.length) throw corrupt('two of its outputs are the same');
  return names;
}

function isSame<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function assertFinite(name: string, data: Float32Array): void {
  const index = data.findIndex((value) => !Number.isFinite(value));
  if (index !== -1) throw corrupt(`number ${index} of the weight '${name}' is ${data[index]}`);
}

/** Ours, as `writeOnnx` keeps them. */
function labelsOf({ metadata }: OnnxModel): string[] | undefined {
  const text = metadata.get('labels');
  if (text === undefined) return undefined;
  try {
    const labels: unknown = JSON.parse(text);
    const isList =
      Array.isArray(labels) && labels.length > 0 && labels.every((label) => typeof label === 'string');
    return isList ? labels : undefined;
  } catch {
    return undefined;
  }
}

const MOST_TOLD = 8;

function notesOf(
  layers: readonly LayerNode[],
  outputs: readonly string[],
  initializers: ReadonlyMap<string, Initializer>,
  dropped: readonly string[],
): string[] {
  const notes: string[] = [];
  const told = (names: readonly string[]) =>
    `${names.slice(0, MOST_TOLD).join(', ')}${names.length > MOST_TOLD ? ` and ${names.length - MOST_TOLD} more` : ''}`;
  const unread = [...initializers].filter(([, { isRead }]) => !isRead).map(([name]) => name);
  if (unread.length > 0) notes.push(`No node reads the tensors ${told(unread)}.`);
  if (dropped.length > 0) notes.push(`No output depends on the weights ${told(dropped)}.`);
  const ends = outputs.map((output) => layers.find(({ name }) => name === output));
  if (ends.length === 1 && ends[0]?.config.activation !== 'softmax') {
    notes.push('It ends without a softmax: what it gives are logits, or whatever its training made of them.');
  }
  return notes;
}
