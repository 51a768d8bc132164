import { FerError, type Json, type LayerNode } from '@fer/core';

/** Options of tfjs-layers that matter to a training only. */
const withoutEffect =
  /(^|[a-z])(initializer|regularizer|constraint)$|^(name|trainable|dtype|seed|noiseShape)$/i;

/**
 * The options of a layer. What nobody has asked for when `assertAllRead` is called is an option that the plan would
 * silently leave out.
 */
export class LayerOptions {
  readonly #node: LayerNode;
  readonly #read = new Set<string>();

  constructor(node: LayerNode) {
    this.#node = node;
  }

  /** A whole number from 1. */
  count(key: string, fallback?: number): number {
    const value = this.#take(key) ?? fallback;
    if (isSize(value, 1)) return value;
    throw this.invalid(`needs '${key}' to be a whole number from 1, but has ${JSON.stringify(value)}`);
  }

  /** Two whole numbers, for height and width; one number stands for both. */
  pair(key: string, fallback: number | readonly [number, number], minimum = 1): [number, number] {
    const value = this.#take(key) ?? fallback;
    const [height, width, ...more] = Array.isArray(value) ? value : [value, value];
    if (isSize(height, minimum) && isSize(width, minimum) && more.length === 0) return [height, width];
    throw this.invalid(
      `needs '${key}' to be a whole number from ${minimum} or a pair, but has ${JSON.stringify(value)}`,
    );
  }

  number(key: string, fallback: number): number {
    const value = this.#take(key) ?? fallback;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.invalid(`needs '${key}' to be a number, but has ${JSON.stringify(value)}`);
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.#take(key) ?? fallback;
    if (typeof value === 'boolean') return value;
    throw this.invalid(`needs '${key}' to be true or false, but has ${JSON.stringify(value)}`);
  }

  /** One of some values; any other is sound perhaps, but not for a plan. */
  choice<const Choice extends Json>(key: string, choices: readonly Choice[], fallback: Choice): Choice {
    const value = this.#take(key) ?? fallback;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw this.unsupported(`has '${key}' ${JSON.stringify(value)}; a plan knows ${choices.join(', ')}`);
  }

  /** An option that may be there and changes nothing when a network is run. */
  ignore(key: string): void {
    this.#read.add(key);
  }

  /** @throws FerError `FER_GRAPH_UNSUPPORTED` naming an option that nobody asked for */
  assertAllRead(): void {
    const unknown = Object.keys(this.#node.config).find(
      (key) => !this.#read.has(key) && !withoutEffect.test(key),
    );
    if (unknown !== undefined) throw this.unsupported(`has an option '${unknown}' that a plan does not know`);
  }

  invalid(problem: string): FerError {
    return this.#error('FER_GRAPH_INVALID', `${problem}.`);
  }

  unsupported(problem: string): FerError {
    return this.#error('FER_GRAPH_UNSUPPORTED', `${problem}. Such a network runs on tfjs.`);
  }

  #take(key: string): Json | undefined {
    this.#read.add(key);
    return this.#node.config[key];
  }

  #error(code: 'FER_GRAPH_INVALID' | 'FER_GRAPH_UNSUPPORTED', problem: string): FerError {
    const { name, type } = this.#node;
    return new FerError(code, `Layer '${name}' (${type}) ${problem}`, { details: { layer: name, type } });
  }
}

function isSize(value: unknown, minimum: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= minimum;
}
