import { FerError, type LayerNode, type ModelDefinition } from '@fer/core';
import { inputLengthOf, outputLengthOf } from '../op-lengths.ts';
import type { PlanActivation, PlanOp } from '../plan.ts';
import { LayerOptions } from './layer-options.ts';
import type { MapShape } from './window-geometry.ts';

/** What a layer gives: a plan's value and its shape, `[height, width, channels]` or `[units]`. */
export interface Value {
  readonly id: number;
  readonly shape: readonly number[];
}

/** An op of any kind without what the builder adds. */
export type OpDraft = PlanOp extends infer Op
  ? Op extends PlanOp
    ? Omit<Op, 'name' | 'inputs'>
    : never
  : never;

/** One layer while it is being lowered: what it reads, its options and weights, and where its ops go. */
export class LayerBuilder {
  readonly options: LayerOptions;
  readonly inputs: readonly Value[];
  readonly #node: LayerNode;
  readonly #tensors: ModelDefinition['tensors'];
  readonly #ops: PlanOp[];

  constructor(node: LayerNode, inputs: readonly Value[], tensors: ModelDefinition['tensors'], ops: PlanOp[]) {
    this.#node = node;
    this.#tensors = tensors;
    this.#ops = ops;
    this.inputs = inputs;
    this.options = new LayerOptions(node);
  }

  /** The only input. */
  get input(): Value {
    const [input, ...more] = this.inputs;
    if (input !== undefined && more.length === 0) return input;
    throw this.options.invalid(`needs one input, but reads ${this.inputs.length}`);
  }

  /** The shape of the only input, which must be a feature map. */
  get map(): MapShape {
    const { shape } = this.input;
    if (shape.length === 3) return shape as unknown as MapShape;
    throw this.options.invalid(`needs a feature map [height, width, channels], but got [${shape}]`);
  }

  /**
   * @param suffix as tfjs-layers and Keras name the weight: `kernel`, `moving_mean`
   * @throws FerError `FER_WEIGHTS_MISMATCH`
   */
  weight(suffix: string, shape: readonly number[]): Float32Array {
    const name = `${this.#node.name}/${suffix}`;
    const tensor = this.#tensors.get(name);
    const size = shape.reduce((product, length) => product * length, 1);
    if (tensor?.shape.join() === shape.join() && tensor.data.length === size) return tensor.data;
    const received =
      tensor === undefined ? 'is missing' : `is [${tensor.shape}] of ${tensor.data.length} numbers`;
    throw new FerError(
      'FER_WEIGHTS_MISMATCH',
      `The network's tensor '${name}' must be [${shape}], but ${received}. Take the weights and the architecture from one training.`,
      { details: { tensor: name, shape } },
    );
  }

  /** @param shape of the result */
  emit(draft: OpDraft, shape: readonly number[], inputs: readonly Value[] = [this.input]): Value {
    const op = { ...draft, name: this.#node.name, inputs: inputs.map(({ id }) => id) } as PlanOp;
    this.#assertLengths(op, shape, inputs);
    this.#ops.push(op);
    return { id: this.#ops.length, shape };
  }

  /** What the layer's `activation` makes of `value`. */
  activate(value: Value): Value {
    const activation = this.options.choice('activation', ACTIVATIONS, 'linear');
    if (activation === 'linear') return value;
    const length = value.shape.reduce((product, size) => product * size, 1);
    if (activation !== 'softmax')
      return this.emit({ type: 'activation', length, activation }, value.shape, [value]);
    if (value.shape.length === 1) return this.emit({ type: 'softmax', length }, value.shape, [value]);
    throw this.options.unsupported(
      'has a softmax over the channels of a feature map, which a plan does not know',
    );
  }

  #assertLengths(op: PlanOp, shape: readonly number[], inputs: readonly Value[]): void {
    const isFilled = (value: readonly number[], length: number) =>
      value.reduce((a, b) => a * b, 1) === length;
    const fits = inputs.every((input) => isFilled(input.shape, inputLengthOf(op)));
    if (fits && isFilled(shape, outputLengthOf(op))) return;
    throw this.options.invalid(`cannot read [${inputs.map((input) => input.shape.join()).join('] and [')}]`);
  }
}

const ACTIVATIONS = [
  'linear',
  'relu',
  'relu6',
  'elu',
  'sigmoid',
  'tanh',
  'softplus',
  'softmax',
] as const satisfies readonly (Exclude<PlanActivation, 'none'> | 'linear' | 'softmax')[];
