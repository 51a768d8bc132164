import { type LayerNode, sizeOf } from '@fer/core';
import { ACTIVATIONS, type Activation } from './activation.ts';
import { GRAPH_LIMITS } from './limits.ts';
import { LayerOptions } from './options.ts';
import type { MapShape, Pair, Shape } from './shape.ts';
import type { WeightRole, WeightSpec } from './weight-spec.ts';
import { placeWindow, type Window } from './window.ts';

/** One layer while it is read: its options, the shapes that come in, and the weights that it turns out to need. */
export class LayerReader extends LayerOptions {
  /** Of what the layer reads, in its order. */
  readonly inputs: readonly Shape[];
  readonly weights: WeightSpec[] = [];
  /** Whether a training moves its weights and statistics. */
  readonly trainable: boolean;
  readonly #name: string;

  constructor(node: LayerNode, inputs: readonly Shape[]) {
    super(node);
    this.inputs = inputs;
    this.#name = node.name;
    this.trainable = this.flag('trainable', true);
  }

  /** The only input. */
  get input(): Shape {
    const [input, ...more] = this.inputs;
    if (input !== undefined && more.length === 0) return input;
    throw this.invalid(`needs one input, but reads ${this.inputs.length}`);
  }

  /** The only input, which must be a feature map. */
  get map(): MapShape {
    const { input } = this;
    if (input.length === 3) return input as unknown as MapShape;
    throw this.invalid(`needs a feature map [height, width, channels], but reads [${input}]`);
  }

  /** Channels of the only input. */
  get channels(): number {
    return this.input.at(-1)!;
  }

  activation(fallback: Activation = 'linear'): Activation {
    return this.choice('activation', ACTIVATIONS, fallback);
  }

  /** The window of a convolution: `kernelSize`, `strides`, `padding`, `dilationRate`. */
  convolutionWindow(): Window {
    const window = {
      size: this.pair('kernelSize', 1),
      strides: this.pair('strides', 1),
      dilation: this.pair('dilationRate', 1),
      padding: this.choice('padding', PADDINGS, 'valid'),
    };
    const isBoth = [window.strides, window.dilation].every((pair) => pair.some((rate) => rate > 1));
    if (isBoth)
      throw this.invalid('has both strides and a dilation above 1, which Keras and tfjs have not either');
    return this.#place(window);
  }

  /** The window of a pooling: `poolSize`, `strides` (by default as large), `padding`. */
  poolingWindow(): Window {
    const size = this.pair('poolSize', 2);
    return this.#place({
      size,
      strides: this.pair('strides', size),
      dilation: [1, 1] as Pair,
      padding: this.choice('padding', PADDINGS, 'valid'),
    });
  }

  /**
   * Adds a weight with the options that are named after it (`kernelInitializer`, `kernelRegularizer`).
   *
   * @param suffix of its name, as in Keras: `kernel`, `moving_mean`
   * @param option the word that its options begin with
   * @param fanIn  inputs that meet in one element, 0 where nobody asks
   */
  weight(suffix: string, role: WeightRole, shape: Shape, option: string, fanIn = 0, fanOut = 0): void {
    if (sizeOf(shape) > GRAPH_LIMITS.numbers) {
      throw this.invalid(`needs a ${suffix} of [${shape}], more than ${GRAPH_LIMITS.numbers} numbers`);
    }
    const initializer = this.initializer(`${option}Initializer`);
    const isStatistic = role === 'movingMean' || role === 'movingVariance';
    const l2 = isStatistic ? 0 : this.l2(`${option}Regularizer`);
    if (!isStatistic) this.refuseInTraining(`${option}Constraint`);
    const trainable = this.trainable && !isStatistic;
    const name = `${this.#name}/${suffix}`;
    this.weights.push({
      name,
      shape,
      role,
      trainable,
      fanIn,
      fanOut,
      ...(initializer && { initializer }),
      l2,
    });
  }

  /** Adds `bias` unless `useBias` is false. */
  bias(size: number): void {
    if (this.flag('useBias', true)) this.weight('bias', 'bias', [size], 'bias');
    else this.ignoreOptionsOf('bias');
  }

  /** Options of a weight that the layer does without: Keras writes them all the same. */
  ignoreOptionsOf(option: string): void {
    this.initializer(`${option}Initializer`);
    this.l2(`${option}Regularizer`);
    this.refuseInTraining(`${option}Constraint`);
    this.refusedInTraining.splice(
      0,
      this.refusedInTraining.length,
      ...this.refusedInTraining.filter((key) => !key.startsWith(option)),
    );
  }

  #place(window: Parameters<typeof placeWindow>[1]): Window {
    const placed = placeWindow(this.map, window);
    if (placed.output.every((places) => places >= 1)) return placed;
    throw this.invalid(`has a window of ${window.size.join('×')}, which does not fit [${this.map}]`);
  }
}

const PADDINGS = ['valid', 'same'] as const;
