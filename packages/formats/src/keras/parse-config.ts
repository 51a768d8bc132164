import { GRAPH_LIMITS } from '@fer/graph';
import { notAsFormat, unsupportedLayer } from '../failures.ts';
import { isObject, type JsonObject } from '../json.ts';
import { createCounter, toSnakeCase } from './snake-case.ts';

/** A layer as Keras writes it, and what it reads. */
export interface KerasLayer {
  readonly className: string;
  /** That of a layer in a model inside of the model is `model.layer`. */
  readonly name: string;
  readonly config: JsonObject;
  /** Where its weights are in files of Keras 3: `conv2d_1`, `functional/layers/conv2d`. */
  readonly key: string;
  /** Names of layers. */
  readonly inputs: readonly string[];
}

/** A network as Keras and tfjs-layers write it. */
export interface KerasModel {
  /** In the order of the file, which is that of its weights; with the input layer, if the file has one. */
  readonly layers: readonly KerasLayer[];
  /** The name of the input, which may be that of no layer. */
  readonly input: string;
  readonly output: string;
}

/** What the input of a sequential network is called where no layer stands for it. */
const IMPLIED_INPUT = 'input';

/** Classes of networks, which may also be layers of another. */
const NETWORKS: readonly unknown[] = ['Sequential', 'Functional', 'Model'];

/**
 * Reads the structure of a network: Keras 2 and 3, tfjs-layers; sequential and functional. Models inside of it, as transfer
 * learning has them, come to their layers.
 *
 * @throws FerError `FER_WEIGHTS_FORMAT`; `FER_GRAPH_UNSUPPORTED` if there are several inputs or outputs, or shared layers
 */
export function parseConfig(model: JsonObject, subject: string): KerasModel {
  const { class_name: className, config } = model;
  if (className === 'Sequential') return flattened(parseSequential(config, subject), subject);
  if (NETWORKS.includes(className)) return flattened(parseFunctional(config, subject), subject);
  throw notAsFormat(
    subject,
    `must hold a network of class Sequential or Functional, but it is ${JSON.stringify(className)?.slice(0, 80)}. Subclassed models have no structure that could be read: build them by the functional API.`,
  );
}

/** With the layers of each model inside in its place. */
function flattened(model: KerasModel, subject: string): KerasModel {
  const inside = new Map<string, KerasModel>();
  for (const { name, className, config } of model.layers) {
    if (NETWORKS.includes(className))
      inside.set(name, parseConfig({ class_name: className, config }, subject));
  }
  const resultOf = (name: string): string => {
    const nested = inside.get(name);
    return nested === undefined ? name : `${name}.${nested.output}`;
  };
  const layers = model.layers.flatMap((outer): KerasLayer[] => {
    const inputs = outer.inputs.map(resultOf);
    const nested = inside.get(outer.name);
    if (nested === undefined) return [{ ...outer, inputs }];
    if (inputs.length !== 1) {
      throw unsupportedLayer(
        outer.name,
        outer.className,
        'is a model that must read the result of one layer.',
      );
    }
    // A sequential model may have no layer for its input.
    const hasInput = nested.layers.some(({ name }) => name === nested.input);
    const own = (name: string) => `${outer.name}.${name}`;
    return nested.layers.map((layer) => ({
      ...layer,
      name: own(layer.name),
      key: `${outer.key}/layers/${layer.key}`,
      inputs:
        layer.name === nested.input
          ? inputs
          : layer.inputs.map((read) => (read === nested.input && !hasInput ? inputs[0]! : own(read))),
    }));
  });
  if (layers.length > GRAPH_LIMITS.layers)
    throw notAsFormat(subject, `must have at most ${GRAPH_LIMITS.layers} layers.`);
  return { layers, input: model.input, output: resultOf(model.output) };
}

function parseSequential(config: unknown, subject: string): KerasModel {
  // Keras before 2.2.3 has the layers themselves.
  const written = Array.isArray(config) ? config : isObject(config) ? config.layers : undefined;
  const layers: KerasLayer[] = [];
  for (const layer of layersOf(written, subject)) {
    layers.push({ ...layer, inputs: [layers.at(-1)?.name ?? IMPLIED_INPUT] });
  }
  const [first] = layers;
  return {
    layers,
    input: first!.className === 'InputLayer' ? first!.name : IMPLIED_INPUT,
    output: layers.at(-1)!.name,
  };
}

function parseFunctional(config: unknown, subject: string): KerasModel {
  if (!isObject(config)) throw notAsFormat(subject, 'has a network without a config.');
  const layers = layersOf(config.layers, subject).map((layer) => ({ ...layer, inputs: readsOf(layer) }));
  return {
    layers,
    input: onlyEnd(config.input_layers, 'input', subject),
    output: onlyEnd(config.output_layers, 'output', subject),
  };
}

interface WrittenLayer extends Omit<KerasLayer, 'inputs'> {
  readonly inboundNodes: unknown;
}

function layersOf(written: unknown, subject: string): WrittenLayer[] {
  if (!Array.isArray(written) || written.length === 0 || written.length > GRAPH_LIMITS.layers) {
    throw notAsFormat(subject, `must have a list of 1 to ${GRAPH_LIMITS.layers} layers.`);
  }
  const names = new Set<string>();
  const keyOf = createCounter();
  return written.map((layer: unknown, index) => {
    const {
      class_name: className,
      config,
      name: outer,
      inbound_nodes: inboundNodes,
    } = isObject(layer) ? layer : {};
    const name = outer ?? (isObject(config) ? config.name : undefined);
    if (typeof className !== 'string' || !isObject(config) || typeof name !== 'string' || name === '') {
      throw notAsFormat(subject, `has a layer ${index + 1} without a class_name, a name or a config.`);
    }
    if (names.has(name)) throw notAsFormat(subject, `has two layers with the name '${name}'.`);
    names.add(name);
    return { className, name, key: keyOf(toSnakeCase(className)), config, inboundNodes };
  });
}

/** The names that a layer's only node reads. */
function readsOf({ name, className, inboundNodes }: WrittenLayer): string[] {
  const nodes = Array.isArray(inboundNodes) ? inboundNodes : [];
  if (nodes.length > 1) {
    throw unsupportedLayer(
      name,
      className,
      'is used more than once (shared layers), which is not supported.',
    );
  }
  if (nodes.length === 0) return [];
  const reads: string[] = [];
  collectReads(isObject(nodes[0]) ? nodes[0].args : nodes[0], reads);
  if (reads.length > 0) return reads;
  throw unsupportedLayer(name, className, 'reads something that is not the result of a layer.');
}

/** Keras 2: `['conv', 0, 0, {}]`; Keras 3: `{ class_name: '__keras_tensor__', config: { keras_history: ['conv', 0, 0] } }`. */
function collectReads(value: unknown, reads: string[]): void {
  if (isObject(value)) {
    const { class_name: className, config } = value;
    if (className === '__keras_tensor__' && isObject(config)) collectReads(config.keras_history, reads);
    return;
  }
  if (!Array.isArray(value)) return;
  const [name, node] = value;
  if (typeof name === 'string' && typeof node === 'number') reads.push(name);
  else for (const one of value) collectReads(one, reads);
}

function onlyEnd(ends: unknown, kind: 'input' | 'output', subject: string): string {
  const names: string[] = [];
  collectReads(ends, names);
  const [name, ...more] = names;
  if (name !== undefined && more.length === 0) return name;
  throw unsupportedLayer(
    names.join(', ') || '?',
    `${kind}s of ${subject}`,
    `must be one ${kind}, but there are ${names.length}.`,
  );
}
