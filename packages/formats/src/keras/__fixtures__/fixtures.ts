import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import expected from './expected.json' with { type: 'json' };

/** The picture that Keras was shown, `[12, 10, 1]`, and what it gave. */
export const PICTURE = Float32Array.from(expected.picture);
export const PROBABILITIES = expected.probabilities;

/** A file that Keras wrote (`scripts/make-keras-fixtures.py`). */
export function kerasFile(name: string): Uint8Array {
  const url = (end: string) => new URL(`./${name}${end}`, import.meta.url);
  return new Uint8Array(
    name.endsWith('.json') ? readFileSync(url('')) : gunzipSync(readFileSync(url('.gz'))),
  );
}

export function kerasFiles(...names: readonly string[]): Map<string, Uint8Array> {
  return new Map(names.map((name) => [name, kerasFile(name)]));
}
