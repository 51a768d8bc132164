import { describeValue, FerError, type Json } from '@fer/core';

type JsonObject = { readonly [key: string]: unknown };

/** Characters of a path that a message shows. */
const LONGEST_PATH = 200;

/** What a field belongs to. */
export interface FieldOwner {
  /** For the start of a message: `The manifest fer.json of …`. */
  readonly subject: string;
  /** Where the weights are. */
  readonly location: string;
}

/** A value of a manifest, or of weights in memory, together with its place, so that a complaint can name the field. */
export class ManifestField {
  readonly value: unknown;
  readonly path: string;
  readonly owner: FieldOwner;

  constructor(value: unknown, path: string, owner: FieldOwner) {
    this.value = value;
    this.path = path;
    this.owner = owner;
  }

  get(key: string): ManifestField {
    const path = this.path === '' ? key : `${this.path}.${key}`;
    return new ManifestField(this.object()[key], path, this.owner);
  }

  isMissing(): boolean {
    return this.value === undefined;
  }

  object(): JsonObject {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.invalid('must be an object');
    }
    return value as JsonObject;
  }

  /** The elements of an array that must not be empty. */
  elements(most: number): ManifestField[] {
    const { value } = this;
    if (!Array.isArray(value) || value.length === 0) {
      throw this.invalid('must be an array with at least one element');
    }
    if (value.length > most) throw this.invalid(`must have at most ${most} elements`, `has ${value.length}`);
    return value.map((element, index) => new ManifestField(element, `${this.path}[${index}]`, this.owner));
  }

  /** An object of plain JSON, its arrays and objects at most `depth` deep. */
  json(depth: number): { readonly [key: string]: Json } {
    const object = this.object();
    this.assertPlain(depth);
    return object as { readonly [key: string]: Json };
  }

  /** A string that is not empty. */
  string(): string {
    if (typeof this.value !== 'string' || this.value === '') throw this.invalid('must be a string');
    return this.value;
  }

  matching(pattern: RegExp, expected: string): string {
    const { value } = this;
    if (typeof value !== 'string' || !pattern.test(value)) throw this.invalid(`must be ${expected}`);
    return value;
  }

  oneOf<const Choice extends string | number>(choices: readonly Choice[]): Choice {
    const choice = choices.find((candidate) => candidate === this.value);
    if (choice === undefined) {
      throw this.invalid(`must be ${choices.map((c) => JSON.stringify(c)).join(' or ')}`);
    }
    return choice;
  }

  integer(lowest: number, highest: number = Number.MAX_SAFE_INTEGER): number {
    const { value } = this;
    if (!Number.isSafeInteger(value) || (value as number) < lowest || (value as number) > highest) {
      throw this.invalid(`must be a whole number from ${lowest} to ${highest}`);
    }
    return value as number;
  }

  /** A number whose magnitude is at most `bound`. */
  number(bound: number): number {
    const { value } = this;
    // NaN fails, too.
    if (typeof value !== 'number' || !(Math.abs(value) <= bound)) {
      throw this.invalid(`must be a number from -${bound} to ${bound}`);
    }
    return value;
  }

  /**
   * @param problem goes on from the name of the field: `must be …`
   * @param received what came instead, default: the value
   */
  invalid(problem: string, received = this.isMissing() ? 'is missing' : `is ${show(this.value)}`): FerError {
    const { subject, location } = this.owner;
    const field = this.path.length > LONGEST_PATH ? `${this.path.slice(0, LONGEST_PATH)}…` : this.path;
    const isSmall = typeof this.value === 'number' || typeof this.value === 'boolean' || this.value === null;
    return new FerError(
      'FER_WEIGHTS_FORMAT',
      `${subject} is not valid: \`${field}\` ${problem}, but ${received}.`,
      { details: { location, field, received: isSmall ? this.value : show(this.value) } },
    );
  }

  private assertPlain(depth: number): void {
    const { value, path, owner } = this;
    // JSON may spell numbers that would be written again as `null`.
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
      throw this.invalid('must be a finite number');
    }
    if (typeof value !== 'object' || value === null) return;
    if (depth === 0) throw this.invalid('must not be nested so deep');
    if (Array.isArray(value)) {
      for (const [index, element] of value.entries()) {
        new ManifestField(element, `${path}[${index}]`, owner).assertPlain(depth - 1);
      }
      return;
    }
    for (const key of Object.keys(value)) {
      const field = this.get(key);
      // Whoever copies the object by assignment would get another prototype.
      if (key === '__proto__') throw field.invalid('must not be there');
      field.assertPlain(depth - 1);
    }
  }
}

/** `[5, 'x']` for a short list of simple values, else as `describeValue`. */
function show(value: unknown): string {
  const isShort = Array.isArray(value) && value.length <= 4;
  if (!isShort || value.some((element) => typeof element === 'object')) return describeValue(value);
  return `[${value.map(describeValue).join(', ')}]`;
}
