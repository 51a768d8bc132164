import { FerError } from '@fer/core';
import { MANIFEST_FILE } from './manifest.ts';

type JsonObject = { readonly [key: string]: unknown };

/** A value of a manifest together with its place, so that a complaint can name the field. */
export class ManifestField {
  readonly value: unknown;
  readonly path: string;
  readonly location: string;

  constructor(value: unknown, path: string, location: string) {
    this.value = value;
    this.path = path;
    this.location = location;
  }

  get(key: string): ManifestField {
    const path = this.path === '' ? key : `${this.path}.${key}`;
    return new ManifestField(this.object()[key], path, this.location);
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
  elements(): ManifestField[] {
    if (!Array.isArray(this.value) || this.value.length === 0) {
      throw this.invalid('must be an array with at least one element');
    }
    return this.value.map(
      (value, index) => new ManifestField(value, `${this.path}[${index}]`, this.location),
    );
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

  integer(minimum: number): number {
    const { value } = this;
    if (!Number.isSafeInteger(value) || (value as number) < minimum) {
      throw this.invalid(`must be a whole number from ${minimum}`);
    }
    return value as number;
  }

  number(): number {
    if (typeof this.value !== 'number' || !Number.isFinite(this.value)) {
      throw this.invalid('must be a number');
    }
    return this.value;
  }

  /** @param problem goes on from the name of the field: `must be …` */
  invalid(problem: string): FerError {
    const received = this.isMissing() ? 'is missing' : `is ${abridge(JSON.stringify(this.value))}`;
    return new FerError(
      'FER_WEIGHTS_FORMAT',
      `The manifest ${MANIFEST_FILE} of ${this.location} is not valid: \`${this.path}\` ${problem}, but ${received}.`,
      { details: { location: this.location, field: this.path, received: this.value } },
    );
  }
}

function abridge(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
