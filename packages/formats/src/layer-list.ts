import { FerError, type LayerNode, layer, type NamedTensor, sizeOf } from '@fer/core';
import { GRAPH_LIMITS } from '@fer/graph';

/** What a network's picture is called in the graph. */
export const INPUT = 'input';

/** Characters that are kept of a name. */
export const LONGEST_NAME = 100;

/** Numbers that weights may come to together: this many, and so many a byte of the file. */
const MADE = { always: 2 ** 22, perByte: 4 } as const;

/** Collects the layers and weights of a graph while a file is read, and gives them names of their own. */
export class LayerList {
  readonly layers: LayerNode[] = [];
  readonly tensors = new Map<string, NamedTensor>();
  readonly #byName = new Map<string, LayerNode>();
  #left: number;

  /** @param byteLength of the file, which bounds what it may come to */
  constructor(byteLength: number) {
    this.#left = MADE.always + byteLength * MADE.perByte;
  }

  /**
   * Counts numbers that are about to be made.
   *
   * @throws FerError `FER_GRAPH_UNSUPPORTED` if they become too many
   */
  reserve(numbers: number): void {
    this.#left -= numbers;
    if (this.#left >= 0) return;
    throw new FerError(
      'FER_GRAPH_UNSUPPORTED',
      'The weights come to more numbers than the size of the file allows.',
      {
        details: { limit: MADE.always },
      },
    );
  }

  /**
   * Adds a layer.
   *
   * @param weights by the last part of their names
   * @returns its name: `wanted`, or like it if that is taken
   * @throws FerError `FER_GRAPH_UNSUPPORTED` if they become too many
   */
  add(
    wanted: string,
    type: string,
    config: LayerNode['config'],
    inputs: readonly string[],
    weights: { readonly [suffix: string]: NamedTensor } = {},
  ): string {
    if (this.layers.length >= GRAPH_LIMITS.layers) {
      throw new FerError('FER_GRAPH_UNSUPPORTED', `The file has more than ${GRAPH_LIMITS.layers} layers.`, {
        details: { limit: GRAPH_LIMITS.layers },
      });
    }
    const name = this.#unique(wanted);
    const node = layer(name, type, config, inputs);
    this.layers.push(node);
    this.#byName.set(name, node);
    for (const [suffix, tensor] of Object.entries(weights)) this.tensors.set(`${name}/${suffix}`, tensor);
    return name;
  }

  /** The layer of that name; undefined for the picture. */
  layerOf(name: string): LayerNode | undefined {
    return this.#byName.get(name);
  }

  #unique(wanted: string): string {
    const plain =
      wanted
        .replace(/^\/+/, '')
        .replace(/[^\w./:-]/g, '_')
        .slice(0, LONGEST_NAME) || 'layer';
    let name = plain;
    for (let copy = 2; this.#byName.has(name) || name === INPUT; copy++) name = `${plain}_${copy}`;
    return name;
  }
}

/** A weight. */
export function tensorOf(shape: readonly number[], data: Float32Array): NamedTensor {
  if (data.length !== sizeOf(shape)) throw new RangeError(`[${shape}] has not ${data.length} numbers`);
  return { shape, data };
}
