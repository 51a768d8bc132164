import { describeValue, FerError, type LayerNode, nearestName } from '@fer/core';
import type { Pair } from './shape.ts';
import { INITIALIZERS, type Initializer } from './weight-spec.ts';

/** Largest number that an option may hold: products of a few of them stay exact. */
const MOST = 2 ** 24;

/** Options of Keras that say nothing here: a name of its own, and a type and layout that all networks have. */
const FIXED: { readonly [option: string]: readonly unknown[] } = {
  dtype: ['float32'],
  dataFormat: ['channelsLast'],
};

/**
 * The options of one layer. Each is read, or known to matter to a training only, or an error when `assertAllRead` is
 * called: nothing that is written in a graph is passed over. `null` stands for an option that is not given, as in Keras.
 */
export class LayerOptions {
  /** Options that a training would have to heed, and does not; none of them changes what a trained network gives. */
  readonly refusedInTraining: string[] = [];
  readonly #node: LayerNode;
  readonly #read = new Set<string>();

  constructor(node: LayerNode) {
    this.#node = node;
  }

  /** A whole number from 1. */
  count(key: string, fallback?: number): number {
    const value = this.#take(key) ?? fallback;
    if (isWhole(value, 1)) return value;
    throw this.#unfit(key, `a whole number from 1 to ${MOST}`, value);
  }

  /** Two whole numbers, for height and width; one number stands for both. */
  pair(key: string, fallback: number | Pair, minimum = 1): Pair {
    const value = this.#take(key) ?? fallback;
    const [vertical, horizontal, ...more] = Array.isArray(value) ? value : [value, value];
    if (isWhole(vertical, minimum) && isWhole(horizontal, minimum) && more.length === 0) {
      return [vertical, horizontal];
    }
    throw this.#unfit(key, `a whole number from ${minimum} to ${MOST} or a pair of them`, value);
  }

  /** Zeros at the edges of a map: one number, `[vertical, horizontal]`, or `[[top, bottom], [left, right]]`. */
  edges(key: string, fallback: number): { top: number; bottom: number; left: number; right: number } {
    const value = this.#take(key) ?? fallback;
    const axes = Array.isArray(value) ? value : [value, value];
    const [top, bottom, left, right, ...more] = axes.flatMap((axis) =>
      Array.isArray(axis) ? axis : [axis, axis],
    );
    const sizes = [top, bottom, left, right];
    if (axes.length === 2 && more.length === 0 && sizes.every((size) => isWhole(size, 0))) {
      return { top, bottom, left, right } as { top: number; bottom: number; left: number; right: number };
    }
    throw this.#unfit(
      key,
      `a whole number from 0 to ${MOST}, [vertical, horizontal] or [[top, bottom], [left, right]]`,
      value,
    );
  }

  /** Whole numbers, one or more; `minimum` of each. */
  sizes(key: string, minimum: number): readonly number[] {
    const value = this.#take(key);
    if (Array.isArray(value) && value.length > 0 && value.every((size) => isWhole(size, minimum)))
      return value;
    throw this.#unfit(key, `an array of whole numbers from ${minimum} to ${MOST}`, value);
  }

  number(
    key: string,
    fallback: number,
    minimum = Number.NEGATIVE_INFINITY,
    maximum = Number.POSITIVE_INFINITY,
  ): number {
    const value = this.#take(key) ?? fallback;
    if (typeof value === 'number' && Number.isFinite(value) && value >= minimum && value <= maximum)
      return value;
    const range = Number.isFinite(minimum) ? ` from ${minimum}` : '';
    throw this.#unfit(key, `a number${range}${Number.isFinite(maximum) ? ` to ${maximum}` : ''}`, value);
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.#take(key) ?? fallback;
    if (typeof value === 'boolean') return value;
    throw this.#unfit(key, 'true or false', value);
  }

  choice<const Choice extends string | number>(
    key: string,
    choices: readonly Choice[],
    fallback: NoInfer<Choice>,
  ): Choice {
    const value = this.#take(key) ?? fallback;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    const suggestion = typeof value === 'string' ? nearestName(value, choices.map(String)) : undefined;
    const hint = suggestion === undefined ? '' : `; did you mean '${suggestion}'?`;
    throw this.#unfit(key, choices.map((choice) => JSON.stringify(choice)).join(', '), value, hint);
  }

  /** How a weight begins: a name, or Keras's `{ className, config }`. */
  initializer(key: string): Initializer | undefined {
    const value = this.#take(key);
    if (value === undefined) return undefined;
    const name = isObject(value) ? value.className : value;
    if (typeof name === 'string') {
      const found = INITIALIZERS.find((initializer) => initializer.toLowerCase() === name.toLowerCase());
      if (found !== undefined) return found;
    }
    this.refusedInTraining.push(key);
    return undefined;
  }

  /** The factor of an L2 regularizer: `'l2'` (0.01), or Keras's `{ className: 'L2', config: { l2: 0.01 } }`; 0 for none. */
  l2(key: string): number {
    const value = this.#take(key);
    if (value === undefined) return 0;
    if (value === 'l2') return DEFAULT_L2;
    if (isObject(value) && isObject(value.config)) {
      const { l1 = 0, l2 = DEFAULT_L2 } = value.config;
      if ((l1 === 0 || l1 === null) && typeof l2 === 'number' && l2 >= 0 && Number.isFinite(l2)) return l2;
    }
    this.refusedInTraining.push(key);
    return 0;
  }

  /** An option that only a training would heed, and ours does not. */
  refuseInTraining(...keys: readonly string[]): void {
    for (const key of keys) if (this.#take(key) !== undefined) this.refusedInTraining.push(key);
  }

  /** @throws FerError `FER_GRAPH_INVALID` naming an option that nobody asked for */
  assertAllRead(): void {
    for (const [key, values] of Object.entries(FIXED)) {
      const value = this.#take(key) ?? values[0];
      if (!values.includes(value))
        throw this.#unfit(key, values.map((v) => JSON.stringify(v)).join(', '), value);
    }
    this.#read.add('name');
    const { config } = this.#node;
    const unknown = Object.keys(config).find((key) => !this.#read.has(key) && config[key] !== null);
    if (unknown === undefined) return;
    const available = [...this.#read];
    const suggestion = nearestName(unknown, available);
    const hint = suggestion === undefined ? '' : ` Did you mean '${suggestion}'?`;
    throw this.invalid(
      `has an option '${unknown}', which such a layer does not have.${hint} Options: ${available.join(', ')}`,
      { option: unknown, available, suggestion },
    );
  }

  invalid(problem: string, details: object = {}): FerError {
    return invalidLayer(this.#node, problem, details);
  }

  #take(key: string): LayerNode['config'][string] | undefined {
    this.#read.add(key);
    return Object.hasOwn(this.#node.config, key) ? (this.#node.config[key] ?? undefined) : undefined;
  }

  #unfit(key: string, expected: string, value: unknown, hint = ''): FerError {
    const came = value === undefined ? 'is missing' : `is ${told(value)}`;
    return this.invalid(`needs '${key}' to be ${expected}, but it ${came}${hint}`, { option: key });
  }
}

/** Keras's default. */
const DEFAULT_L2 = 0.01;

/** The error of a layer that cannot be computed as it is written. */
export function invalidLayer({ name, type }: LayerNode, problem: string, details: object = {}): FerError {
  const end = /[.?]$/.test(problem) ? '' : '.';
  return new FerError('FER_GRAPH_INVALID', `Layer '${name}' (${type}) ${problem}${end}`, {
    details: { layer: name, type, ...details },
  });
}

/** Longest value that a message holds. */
const TOLD_LENGTH = 60;

function told(value: unknown): string {
  const json = JSON.stringify(value);
  return json !== undefined && json.length <= TOLD_LENGTH ? json : describeValue(value);
}

function isWhole(value: unknown, minimum: number): value is number {
  return Number.isInteger(value) && (value as number) >= minimum && (value as number) <= MOST;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
