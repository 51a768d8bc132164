import { FerError, type ModelDefinition, sizeOf } from '@fer/core';
import type { Activation, ResolvedLayer } from '@fer/graph';
import type { PlanOp } from '../plan.ts';

/** An op of any kind without what the builder adds. */
export type OpDraft = PlanOp extends infer Op
  ? Op extends PlanOp
    ? Omit<Op, 'name' | 'inputs'>
    : never
  : never;

/** The ops of a network, as far as it is lowered; values are the numbers by which ops name what they read. */
export class PlanBuilder {
  readonly ops: PlanOp[] = [];
  readonly #inputs: number;
  readonly #tensors: ModelDefinition['tensors'];

  /** @param inputs how many values there are before the first op */
  constructor(inputs: number, tensors: ModelDefinition['tensors']) {
    this.#inputs = inputs;
    this.#tensors = tensors;
  }

  /** @returns the value that the op gives */
  emit({ name }: ResolvedLayer, draft: OpDraft, inputs: readonly number[]): number {
    this.ops.push({ ...draft, name, inputs } as PlanOp);
    return this.#inputs + this.ops.length - 1;
  }

  /**
   * A weight of a layer.
   *
   * @param suffix as Keras names it: `kernel`, `moving_mean`
   * @returns undefined if the layer has none such
   * @throws FerError `FER_WEIGHTS_MISMATCH`
   */
  weight({ name: layer, weights }: ResolvedLayer, suffix: string): Float32Array | undefined {
    const name = `${layer}/${suffix}`;
    const spec = weights.find((weight) => weight.name === name);
    if (spec === undefined) return undefined;
    const tensor = this.#tensors.get(name);
    const { shape } = spec;
    if (tensor?.shape.join() === shape.join() && tensor.data.length === sizeOf(shape)) return tensor.data;
    const received =
      tensor === undefined ? 'is missing' : `is [${tensor.shape}] of ${tensor.data.length} numbers`;
    throw new FerError(
      'FER_WEIGHTS_MISMATCH',
      `The network's tensor '${name}' must be [${shape}], but ${received}. Take the weights and the architecture from one training.`,
      { details: { tensor: name, shape } },
    );
  }

  /** What an activation makes of a value of the layer's output shape. */
  activate(layer: ResolvedLayer, activation: Activation, value: number): number {
    const { outputShape } = layer;
    if (activation === 'linear') return value;
    if (activation === 'softmax' || activation === 'logSoftmax') {
      const channels = outputShape.at(-1)!;
      const rows = sizeOf(outputShape) / channels;
      return this.emit(layer, { type: activation, rows, channels }, [value]);
    }
    return this.emit(layer, { type: 'activation', length: sizeOf(outputShape), activation }, [value]);
  }
}
