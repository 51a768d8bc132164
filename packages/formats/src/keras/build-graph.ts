import { type InputSpec, type LayerNode, layer, type NamedTensor, sizeOf } from '@fer/core';
import { type ResolvedLayer, resolveGraph } from '@fer/graph';
import { notAsFormat } from '../failures.ts';
import { convertLayer } from './convert-layer.ts';
import type { KerasLayer, KerasModel } from './parse-config.ts';

type InputShape = readonly [height: number, width: number, channels: number];

/** A network of Keras as ours, without its weights. */
export interface BuiltGraph {
  readonly inputShape: InputShape;
  readonly inputs: { readonly [name: string]: InputShape };
  readonly nodes: readonly LayerNode[];
  readonly outputs: readonly string[];
  /** In the file's order, those that have weights. */
  readonly weighted: readonly Pick<ResolvedLayer, 'name' | 'weights'>[];
  /** Weights that stood in the structure. */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly notes: readonly string[];
}

/**
 * Writes a network of Keras as a graph.
 *
 * @param keras its major version
 * @param openShape taken where the file leaves the size of the picture open
 * @throws FerError `FER_WEIGHTS_FORMAT`, `FER_GRAPH_UNSUPPORTED`, `FER_GRAPH_INVALID`
 */
export function buildGraph(
  model: KerasModel,
  keras: 2 | 3,
  subject: string,
  openShape?: InputShape,
): BuiltGraph {
  const inputShape = inputShapeOf(model, subject, openShape);
  const inputs = { [model.input]: inputShape };
  const nodes: LayerNode[] = [];
  const tensors = new Map<string, NamedTensor>();
  const notes: string[] = [];
  /** Of each layer of Keras, the node or input that gives its result. */
  const values = new Map([[model.input, model.input]]);
  const shapes = new Map<string, readonly number[]>([[model.input, inputShape]]);
  const fromFile = new Set<string>();

  for (const written of inOrder(model, subject)) {
    const reads = written.inputs.map((name) => values.get(name)!);
    if (written.className === 'InputLayer') {
      // That of a model inside gives what the model is given.
      values.set(written.name, reads[0]!);
      continue;
    }
    const ordered = written.className === 'Multiply' ? largestFirst(reads, shapes) : reads;
    const channels = shapes.get(reads[0]!)?.at(-1) ?? 1;
    const converted = convertLayer(written, keras, channels);
    let previous = ordered;
    for (const node of converted.nodes) {
      nodes.push(layer(node.name, node.type, node.config, previous));
      previous = [node.name];
    }
    const [first] = converted.nodes;
    if (first !== undefined && converted.tensors === undefined) fromFile.add(first.name);
    for (const [name, tensor] of converted.tensors ?? []) tensors.set(name, tensor);
    if (converted.note !== undefined) notes.push(converted.note);
    values.set(written.name, previous[0]!);
    const shape = converted.nodes.length === 0 ? shapes.get(reads[0]!) : shapeOfLast(inputs, nodes, shapes);
    shapes.set(previous[0]!, shape!);
  }

  const outputs = [values.get(model.output)!];
  const resolved = resolveGraph({ inputs, layers: nodes, outputs }, NO_SPEC);
  const byName = new Map(resolved.layers.map((one) => [one.name, one]));
  const weighted = model.layers
    .map(({ name }) => byName.get(name))
    .filter((one) => one !== undefined && one.weights.length > 0 && fromFile.has(one.name));
  return { inputShape, inputs, nodes, outputs, weighted: weighted as ResolvedLayer[], tensors, notes };
}

/** Not looked at where a graph names its inputs. */
const NO_SPEC: InputSpec = { width: 1, height: 1, channels: 1, resize: 'bilinear-antialias', range: [0, 1] };

/** The shape that the last node gives. Each is resolved once, on the shapes of what it reads. */
function shapeOfLast(
  inputs: BuiltGraph['inputs'],
  nodes: readonly LayerNode[],
  shapes: Map<string, readonly number[]>,
): readonly number[] {
  // A layer of Keras comes to two nodes at most, of which only the first may have another shape than it reads.
  const last = nodes.at(-1)!;
  const known = (name: string) => shapes.get(name);
  const reads = last.inputs!;
  const before = reads.every((name) => known(name) !== undefined) ? [last] : nodes.slice(-2);
  const given = Object.fromEntries(before[0]!.inputs!.map((name) => [name, known(name) ?? inputs[name]!]));
  const [output] = resolveGraph({ inputs: given, layers: before }, NO_SPEC).outputs;
  return output!.shape;
}

/** Ours takes the map first; Keras's takes either. */
function largestFirst(
  reads: readonly string[],
  shapes: ReadonlyMap<string, readonly number[]>,
): readonly string[] {
  return [...reads].sort((a, b) => sizeOf(shapes.get(b)!) - sizeOf(shapes.get(a)!));
}

/** Layers so that each comes after all that it reads. */
function inOrder(model: KerasModel, subject: string): KerasLayer[] {
  const byName = new Map(model.layers.map((one) => [one.name, one]));
  const done = new Set([model.input]);
  const ordered: KerasLayer[] = [];
  let waiting = model.layers.filter(({ name }) => name !== model.input);
  while (waiting.length > 0) {
    const later: KerasLayer[] = [];
    for (const one of waiting) {
      const missing = one.inputs.find((name) => name !== model.input && !byName.has(name));
      if (missing !== undefined)
        throw notAsFormat(subject, `has a layer '${one.name}' that reads '${missing}', which is not there.`);
      if (one.inputs.length === 0 || !one.inputs.every((name) => done.has(name))) later.push(one);
      else {
        done.add(one.name);
        ordered.push(one);
      }
    }
    if (later.length === waiting.length) {
      throw notAsFormat(
        subject,
        `has a layer '${later[0]!.name}' that waits for its own result, or reads nothing.`,
      );
    }
    waiting = later;
  }
  if (!done.has(model.output))
    throw notAsFormat(subject, `has an output '${model.output}' that no layer gives.`);
  return ordered;
}

/** Largest side of a picture, and most channels: what weights of ours may have. */
const MOST_SIDE = 1024;

function inputShapeOf(model: KerasModel, subject: string, openShape?: InputShape): InputShape {
  const first = model.layers.find(({ name }) => name === model.input) ?? model.layers[0]!;
  const {
    batch_shape: batchShape,
    batch_input_shape: batchInputShape = batchShape,
    input_shape: inputShape,
  } = first.config;
  // A list of one where Keras keeps several inputs in mind.
  const written = batchInputShape ?? (Array.isArray(inputShape) ? [null, ...inputShape] : undefined);
  const [, ...sizes] = Array.isArray(written) ? written : [];
  if (sizes.length !== 3) {
    throw notAsFormat(
      subject,
      'must take pictures [height, width, channels], and say so in its first layer.',
    );
  }
  const shape = sizes.map((size, axis) => size ?? openShape?.[axis]);
  const isFit = shape.every(
    (size) => Number.isInteger(size) && (size as number) >= 1 && (size as number) <= MOST_SIDE,
  );
  if (isFit) return shape as unknown as InputShape;
  throw notAsFormat(
    subject,
    `takes pictures of ${JSON.stringify(sizes)?.slice(0, 80)}: sizes must be whole numbers from 1 to ${MOST_SIDE}; where they are left open (null), give the input with its size.`,
  );
}
