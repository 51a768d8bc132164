import { isObject, type JsonObject } from '../json.ts';

/** Numbers of a list that are looked at: no window has more. */
const MOST_NUMBERS = 64;

/**
 * The attributes of a node, `AttrValue` of TensorFlow in JSON: tensorflow/core/framework/attr_value.proto. Whole numbers are
 * strings there, and texts base64. What is missing or of another kind is `undefined`.
 */
export class Attributes {
  readonly #values: JsonObject;

  constructor(values: unknown) {
    this.#values = isObject(values) ? values : {};
  }

  number(name: string): number | undefined {
    const { f, i } = this.#value(name);
    return numberOf(f ?? i);
  }

  flag(name: string): boolean {
    return this.#value(name).b === true;
  }

  text(name: string): string | undefined {
    return textOf(this.#value(name).s);
  }

  integers(name: string): number[] | undefined {
    return this.#list(name, 'i', numberOf);
  }

  texts(name: string): string[] | undefined {
    return this.#list(name, 's', textOf);
  }

  /** A type: `DT_FLOAT`. */
  type(name: string): unknown {
    return this.#value(name).type;
  }

  /** Sizes, -1 where one is not known; undefined where not even their number is. */
  shape(name: string): number[] | undefined {
    return shapeOf(this.#value(name).shape);
  }

  #value(name: string): JsonObject {
    const value = Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
    return isObject(value) ? value : {};
  }

  #list<Item>(name: string, kind: string, read: (one: unknown) => Item | undefined): Item[] | undefined {
    const { list } = this.#value(name);
    if (!isObject(list)) return undefined;
    const items = list[kind] ?? [];
    if (!Array.isArray(items) || items.length > MOST_NUMBERS) return undefined;
    const values = items.map(read);
    return values.includes(undefined) ? undefined : (values as Item[]);
  }
}

/** The sizes of a `TensorShapeProto`. */
export function shapeOf(shape: unknown): number[] | undefined {
  const dim = isObject(shape) && shape.unknownRank !== true ? (shape.dim ?? []) : undefined;
  if (!Array.isArray(dim) || dim.length > MOST_NUMBERS) return undefined;
  const sizes = dim.map((one) => numberOf(isObject(one) ? one.size : undefined));
  return sizes.includes(undefined) ? undefined : (sizes as number[]);
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Base64, or codes of characters in old files. */
function textOf(value: unknown): string | undefined {
  if (Array.isArray(value) && value.length <= MOST_NUMBERS) return String.fromCharCode(...value.map(Number));
  if (typeof value !== 'string') return undefined;
  try {
    return atob(value);
  } catch {
    return undefined;
  }
}
