import type { LayerNode, NamedTensor } from '@fer/core';
import type { Shape } from '@fer/graph';
import { LayerList } from '../../layer-list.ts';
import { axisOf, type Factor, type Feature, fileShape, lengthOf, reshaped } from './value.ts';

type Config = LayerNode['config'];

/** Layers that give no number below 0 whatever they read, by type or activation. */
const POSITIVE: readonly unknown[] = [
  'relu',
  'relu6',
  'sigmoid',
  'hardSigmoid',
  'hardSigmoid6',
  'softmax',
  'softplus',
];
/** Layers that give none if they read none. */
const KEEPS_SIGN: readonly string[] = [
  ...['maxPooling2d', 'averagePooling2d', 'globalMaxPooling2d', 'globalAveragePooling2d', 'zeroPadding2d'],
  ...[
    'dropout',
    'flatten',
    'reshape',
    'permute',
    'add',
    'multiply',
    'maximum',
    'concatenate',
    'channelPadding',
  ],
];

/** Collects the layers and weights of a graph, and turns what the file sees into what layers read. */
export class GraphWriter extends LayerList {
  readonly #positive = new Set<string>();

  override add(
    wanted: string,
    type: string,
    config: Config,
    inputs: readonly string[],
    weights: { readonly [suffix: string]: NamedTensor } = {},
  ): string {
    const name = super.add(wanted, type, config, inputs, weights);
    const keeps = KEEPS_SIGN.includes(type) && inputs.every((input) => this.#positive.has(input));
    if (keeps || POSITIVE.includes(config.activation)) this.#positive.add(name);
    return name;
  }

  /** Whether no number of the layer can be below 0, so that zeros at the edges win no maximum. */
  isPositive({ layer }: Feature): boolean {
    return this.#positive.has(layer);
  }

  /**
   * A feature map `[height, width, channels]`.
   *
   * @param feature of three axes
   * @param channels which of them the channels are, as the file counts
   */
  asMap(feature: Feature, channels = 0): Feature {
    const places = [0, 1, 2].filter((axis) => axis !== channels);
    const axes = [...places, channels].map((axis) => feature.axes[axis]!);
    return this.#arrange(feature, axes.flat(), axes.map(lengthOf));
  }

  /** All numbers as a vector, in the order that they have. */
  asVector(feature: Feature): Feature {
    return this.#seen(feature, [lengthOf(feature.memory)]);
  }

  /** With the numbers in the order of the file, and its sizes. */
  inFileOrder(feature: Feature, shape = fileShape(feature)): Feature {
    return this.#arrange(feature, feature.axes.flat(), shape);
  }

  /** With the last `factors` of memory as an axis of their own, all else before it. */
  withTail(feature: Feature, factors: readonly Factor[]): Feature {
    const tail = lengthOf(factors);
    if (feature.shape.at(-1) === tail) return feature;
    const rest = lengthOf(feature.memory) / tail;
    return this.#seen(feature, rest === 1 ? [tail] : [rest, tail]);
  }

  /** Under other sizes, in the order that the file sees. */
  reshape(feature: Feature, sizes: readonly number[]): Feature {
    const same = reshaped(feature, sizes);
    if (same !== undefined) return same;
    const ordered = this.inFileOrder(feature, [lengthOf(feature.memory)]);
    const all = axisOf(lengthOf(feature.memory));
    return reshaped({ ...ordered, axes: [all], memory: all }, sizes)!;
  }

  #arrange(feature: Feature, memory: readonly Factor[], shape: Shape): Feature {
    const { memory: from } = feature;
    if (memory.every((factor, index) => factor === from[index])) return this.#seen(feature, shape);
    // Factors that are neighbours before and after turn together.
    const groups: Factor[][] = [];
    for (const factor of from) {
      const last = groups.at(-1)?.at(-1);
      const isNext = last !== undefined && memory.indexOf(last) + 1 === memory.indexOf(factor);
      if (isNext) groups.at(-1)!.push(factor);
      else groups.push([factor]);
    }
    const order = groups.map((_, index) => index);
    order.sort((a, b) => memory.indexOf(groups[a]![0]!) - memory.indexOf(groups[b]![0]!));
    const apart = this.#seen(feature, groups.map(lengthOf));
    const dims = order.map((index) => index + 1);
    const turned = this.add(`${feature.layer}/permute`, 'permute', { dims }, [apart.layer]);
    const turnedShape = order.map((index) => lengthOf(groups[index]!));
    return this.#seen({ ...feature, layer: turned, shape: turnedShape, memory }, shape);
  }

  #seen(feature: Feature, shape: Shape): Feature {
    if (feature.shape.join() === shape.join()) return feature;
    const [type, config] = shape.length === 1 ? ['flatten', {}] : ['reshape', { targetShape: [...shape] }];
    const name = this.add(`${feature.layer}/${type}`, type as string, config as Config, [feature.layer]);
    return { ...feature, layer: name, shape };
  }
}
