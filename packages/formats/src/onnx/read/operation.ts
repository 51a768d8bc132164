import { FerError } from '@fer/core';
import { LONGEST_NAME } from '../../layer-list.ts';
import type { OnnxAttribute, OnnxNode, OnnxTensor } from './decode-model.ts';
import { shortened } from './failures.ts';
import type { GraphWriter } from './graph-writer.ts';
import { ONNX_LIMITS } from './limits.ts';
import { type Constant, type Feature, fileShape, isConstant, lengthOf, type Value } from './value.ts';

/** What an operator reads and writes with. */
export interface Surroundings {
  readonly opset: number;
  readonly writer: GraphWriter;
  /** What Reshape and Shape take the batch for. */
  readonly batch: number;
  /** A tensor of an attribute as a constant. */
  constant(tensor: OnnxTensor): Constant;
}

/** One node while it is read: its inputs, and its attributes, each of which must be asked for. */
export class Operation {
  readonly node: OnnxNode;
  readonly inputs: readonly (Value | undefined)[];
  readonly opset: number;
  readonly writer: GraphWriter;
  readonly batch: number;
  /** What its layers are called. */
  readonly name: string;
  readonly #surroundings: Surroundings;
  readonly #read = new Set<string>();

  constructor(
    node: OnnxNode,
    index: number,
    inputs: readonly (Value | undefined)[],
    surroundings: Surroundings,
  ) {
    this.node = node;
    this.inputs = inputs;
    this.#surroundings = surroundings;
    ({ opset: this.opset, writer: this.writer, batch: this.batch } = surroundings);
    const { name, operator } = node;
    this.name = (name === '' ? `${operator.toLowerCase()}_${index}` : name).slice(0, LONGEST_NAME);
  }

  /** An input that a picture makes. */
  feature(index = 0): Feature {
    const value = this.inputs[index];
    if (value === undefined) throw this.unsupported(`lacks its input ${index + 1}`);
    if (isConstant(value)) throw this.unsupported(`reads a constant as its input ${index + 1}`);
    return value;
  }

  /** An input of that many axes, the batch apart. */
  featureOfRank(rank: number): Feature {
    const feature = this.feature();
    if (feature.axes.length === rank) return feature;
    throw this.unsupported(
      `reads [batch,${fileShape(feature)}], and must read ${rank} axes behind the batch`,
    );
  }

  constant(index: number): Constant {
    const value = this.optionalConstant(index);
    if (value === undefined) throw this.unsupported(`lacks its input ${index + 1}`);
    return value;
  }

  optionalConstant(index: number): Constant | undefined {
    const value = this.inputs[index];
    if (value === undefined || isConstant(value)) return value;
    throw this.unsupported(`computes its input ${index + 1} from the picture, and it must be a constant`);
  }

  /** A constant that holds one number. */
  scalar(index: number): number | undefined {
    const constant = this.optionalConstant(index);
    if (constant === undefined || constant.data.length === 1) return constant?.data[0];
    throw this.misshapen(index, constant, 'one number');
  }

  /** Whole numbers of an attribute, or of an input from some opset on. */
  integersOr(attribute: string, input: number): readonly number[] | undefined {
    const given = this.integers(attribute);
    const constant = this.optionalConstant(input);
    if (constant === undefined) return given;
    return this.listOf(constant);
  }

  /** A constant as a list of whole numbers. */
  listOf({ data }: Constant): readonly number[] {
    if (data.length <= ONNX_LIMITS.pieces && data.every(Number.isInteger)) return [...data];
    throw this.unsupported('takes sizes or axes that are no whole numbers');
  }

  integer(name: string, fallback: number): number {
    return this.#attribute(name)?.integer ?? fallback;
  }

  integers(name: string): readonly number[] | undefined {
    return this.#attribute(name)?.integers;
  }

  float(name: string, fallback: number): number {
    return this.#attribute(name)?.float ?? fallback;
  }

  floats(name: string): readonly number[] | undefined {
    return this.#attribute(name)?.floats;
  }

  text(name: string, fallback: string): string {
    return this.#attribute(name)?.text ?? fallback;
  }

  tensor(name: string): Constant | undefined {
    const tensor = this.#attribute(name)?.tensor;
    return tensor && this.#surroundings.constant(tensor);
  }

  has(name: string): boolean {
    return this.node.attributes.has(name);
  }

  /** Attributes that change nothing when a network runs. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#read.add(name);
  }

  /** An attribute that may have one value only. */
  demand(name: string, value: number): void {
    const came = this.integer(name, value);
    if (came !== value) throw this.unsupported(`has ${name} ${came}, and must have ${value}`);
  }

  /** An axis of the file behind the batch, counted from there; `rank` is without the batch. */
  axisBehindBatch(axis: number, rank: number): number {
    const place = axis < 0 ? axis + rank : axis - 1;
    if (Number.isInteger(place) && place >= 0 && place < rank && axis !== 0) return place;
    throw this.unsupported(
      `works on axis ${axis}, and must on one of 1 to ${rank}: the batch stays as it is`,
    );
  }

  /** @throws FerError `FER_GRAPH_UNSUPPORTED` naming an attribute that nobody asked for, or of a kind that none has */
  assertAllRead(): void {
    for (const [name, { isOther }] of this.node.attributes) {
      if (!this.#read.has(name)) throw this.unsupported(`has an attribute '${name}' that is not known`);
      if (isOther) throw this.unsupported(`has an attribute '${name}' that holds no numbers`);
    }
  }

  #attribute(name: string): OnnxAttribute | undefined {
    this.#read.add(name);
    return this.node.attributes.get(name);
  }

  /** Adds a layer that reads what `from` gives. */
  add(
    from: readonly Feature[],
    type: string,
    config: Parameters<GraphWriter['add']>[2] = {},
    weights: Parameters<GraphWriter['add']>[4] = {},
    suffix = '',
  ): string {
    const inputs = from.map(({ layer }) => layer);
    return this.writer.add(`${this.name}${suffix}`, type, config, inputs, weights);
  }

  /** Adds a layer that changes numbers where they lie. */
  inPlace(from: Feature, type: string, config: Parameters<GraphWriter['add']>[2] = {}, suffix = ''): Feature {
    return { ...from, layer: this.add([from], type, config, {}, suffix) };
  }

  /** Refuses values too large before anything is made of them. */
  assertSize(feature: Feature): Feature {
    const isBounded =
      lengthOf(feature.memory) <= ONNX_LIMITS.numbers && feature.axes.length < ONNX_LIMITS.rank;
    if (isBounded) return feature;
    const { numbers, rank } = ONNX_LIMITS;
    throw this.unsupported(
      `gives more than ${numbers} numbers or ${rank} axes: [batch,${fileShape(feature)}]`,
    );
  }

  unsupported(problem: string): FerError {
    const { node, opset, name } = this;
    const operator = shortened(node.domain === '' ? node.operator : `${node.domain}.${node.operator}`);
    return new FerError(
      'FER_GRAPH_UNSUPPORTED',
      `The node '${name}' (${operator}, opset ${opset}) of the ONNX file ${shortened(problem)}.`,
      { details: { node: name, operator, opset } },
    );
  }

  misshapen(index: number, { shape }: Constant, expected: string): FerError {
    const { node, opset, name } = this;
    const tensor = shortened(node.inputs[index] ?? '');
    return new FerError(
      'FER_WEIGHTS_MISMATCH',
      `The tensor '${tensor}' that node '${name}' (${node.operator}) of the ONNX file reads must be ${expected}, but is [${shape}].`,
      { details: { node: name, operator: node.operator, opset, tensor, shape } },
    );
  }
}

/** Reads one operator; gives what its first output is. */
export type OperatorReader = (operation: Operation) => Value;
