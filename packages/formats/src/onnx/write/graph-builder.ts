import type { OnnxAttribute, OnnxNode, OnnxTensor } from './encode-model.ts';

/** Collects the operators and constants of a network, and names what they give. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly tensors: OnnxTensor[] = [];
  readonly #taken: Set<string>;

  /** @param reserved names that no operator's output may have */
  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved);
  }

  /** @returns the name of its output */
  add(
    layer: string,
    operator: string,
    inputs: readonly string[],
    attributes: { readonly [name: string]: OnnxAttribute } = {},
  ): string {
    const name = this.#unique(`${layer}/${operator}`);
    const output = this.#unique(`${name}/output`);
    this.nodes.push({ name, operator, inputs, output, attributes });
    return output;
  }

  /** @returns the name that it got */
  addFloats(name: string, shape: readonly number[], data: Float32Array): string {
    const unique = this.#unique(name);
    this.tensors.push({ name: unique, shape, type: 'float32', data });
    return unique;
  }

  /** A scalar. */
  addFloat(name: string, value: number): string {
    return this.addFloats(name, [], Float32Array.of(value));
  }

  /** A vector of whole numbers. */
  addIntegers(name: string, data: readonly number[]): string {
    const unique = this.#unique(name);
    this.tensors.push({ name: unique, shape: [data.length], type: 'int64', data });
    return unique;
  }

  #unique(wanted: string): string {
    let name = wanted;
    for (let copy = 2; this.#taken.has(name); copy++) name = `${wanted}_${copy}`;
    this.#taken.add(name);
    return name;
  }
}
