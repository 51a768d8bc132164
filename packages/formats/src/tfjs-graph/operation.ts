import { FerError, type InputSpec, type LayerNode, type NamedTensor } from '@fer/core';
import { resolveGraph, type Shape } from '@fer/graph';
import { damaged, mismatch, unsupportedLayer } from '../failures.ts';
import type { LayerList } from '../layer-list.ts';
import type { GraphNode } from './topology.ts';
import { type Constant, type Feature, isConstant, type Value } from './value.ts';

/** Turns a node into layers. */
export type OperatorReader = (operation: Operation) => Value;

/** For graphs that name their own inputs. */
const ANY_INPUT: InputSpec = {
  width: 1,
  height: 1,
  channels: 1,
  resize: 'bilinear-antialias',
  range: [0, 1],
};

/** A node while it is read: what it is given, and where its layers go. */
export class Operation {
  readonly attributes: GraphNode['attributes'];
  readonly list: LayerList;
  readonly #node: GraphNode;
  readonly #name: string;

  /**
   * @param name what its layer is to be called
   * @param inputs what it reads, in its order
   */
  constructor(
    node: GraphNode,
    name: string,
    readonly inputs: readonly Value[],
    list: LayerList,
  ) {
    this.#node = node;
    this.#name = name;
    this.attributes = node.attributes;
    this.list = list;
  }

  /** @throws FerError `FER_GRAPH_UNSUPPORTED` if it is none */
  feature(index: number): Feature {
    const value = this.inputs[index];
    if (value !== undefined && !isConstant(value)) return value;
    throw this.unsupported(`must read what a picture makes as input ${index + 1}`);
  }

  /** @throws FerError `FER_GRAPH_UNSUPPORTED` if it is none */
  constant(index: number): Constant {
    const value = this.inputs[index];
    if (value !== undefined && isConstant(value)) return value;
    throw this.unsupported(`must read a constant as input ${index + 1}`);
  }

  /** The numbers of a constant, sizes or axes say. */
  numbers(index: number): number[] {
    const MOST = 64;
    const constant = this.constant(index);
    if (constant.shape.reduce((product, size) => product * size, 1) > MOST) {
      throw this.unsupported(`reads a list of [${constant.shape}] as input ${index + 1}`);
    }
    return [...constant.read()];
  }

  /** A constant as one number for each channel of a feature, as it is broadcast. */
  perChannel({ shape, read }: Constant, feature: Feature): NamedTensor {
    const channels = feature.shape.at(-1)!;
    const [own = 1] = shape.slice(-1);
    const isFitting =
      shape.length <= feature.shape.length + 1 &&
      shape.slice(0, -1).every((size) => size === 1) &&
      (own === 1 || own === channels);
    if (!isFitting) throw this.unsupported(`reads a constant of [${shape}] beside [batch,${feature.shape}]`);
    this.list.reserve(channels);
    const data = read();
    return { shape: [channels], data: own === channels ? data : new Float32Array(channels).fill(data[0]!) };
  }

  /**
   * Adds a layer.
   *
   * @param suffix of its name, where a node becomes several
   * @throws FerError `FER_GRAPH_UNSUPPORTED` if it cannot be computed; `FER_WEIGHTS_MISMATCH` naming a weight of another
   * shape
   */
  add(
    type: string,
    config: LayerNode['config'],
    from: readonly Feature[],
    weights: { readonly [suffix: string]: NamedTensor } = {},
    suffix = '',
  ): Feature {
    const inputs = from.map(({ layer }) => layer);
    const name = this.list.add(this.#name + suffix, type, config, inputs, weights);
    const [layer] = this.#resolve(this.list.layerOf(name)!, from);
    for (const spec of layer!.weights) {
      const { shape, data } = this.list.tensors.get(spec.name)!;
      if (shape.join() !== spec.shape.join()) {
        const problem = `has [${shape}] for '${spec.name}' of the node ${this.#told}, which must be [${spec.shape}].`;
        throw mismatch('The graph model', problem, spec.name);
      }
      if (!data.every(Number.isFinite))
        throw damaged('The graph model', `has a number in '${spec.name}' that is not finite.`);
    }
    return { layer: name, shape: layer!.outputShape };
  }

  /** The same numbers under another shape. */
  seenAs(feature: Feature, shape: Shape): Feature {
    if (feature.shape.join() === shape.join()) return feature;
    const isVector = shape.length === 1 && shape[0] === -1;
    if (isVector || (shape.length === 1 && shape[0] === feature.shape.reduce((a, b) => a * b, 1)))
      return this.add('flatten', {}, [feature]);
    return this.add('reshape', { targetShape: [...shape] }, [feature]);
  }

  unsupported(problem: string): FerError {
    const { name, operator } = this.#node;
    return unsupportedLayer(name.slice(0, 200), operator.slice(0, 50), `${problem}.`);
  }

  get #told(): string {
    return `'${this.#node.name.slice(0, 200)}' (${this.#node.operator.slice(0, 50)})`;
  }

  /** What the graph makes of a layer. */
  #resolve(node: LayerNode, from: readonly Feature[]) {
    const inputs = Object.fromEntries(from.map(({ layer, shape }) => [layer, shape]));
    try {
      return resolveGraph({ inputs, layers: [node], outputs: [node.name] }, ANY_INPUT).layers;
    } catch (error) {
      if (!FerError.isInstance(error)) throw error;
      throw this.unsupported(`cannot be computed by our graphs: ${error.message.replace(/\.$/, '')}`);
    }
  }
}
