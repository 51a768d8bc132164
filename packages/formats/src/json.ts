import { damaged, notAsFormat } from './failures.ts';

/** How deep a file's objects and lists may be nested. */
const MOST_DEPTH = 64;

export type JsonObject = { readonly [key: string]: unknown };

/**
 * The object that a file holds as JSON. Keras writes `NaN` and `Infinity` nowhere that matters here.
 *
 * @throws FerError `FER_WEIGHTS_FORMAT`
 */
export function parseJsonObject(text: string, subject: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw notAsFormat(subject, 'is not JSON. The file may be cut off: save or fetch it again.', cause);
  }
  assertDepth(value, MOST_DEPTH, subject);
  if (isObject(value)) return value;
  throw notAsFormat(subject, 'must hold a JSON object.');
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws FerError `FER_WEIGHTS_CORRUPT` if the bytes are not UTF-8 */
export function decodeText(bytes: Uint8Array, subject: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw damaged(subject, 'is not a text in UTF-8.', cause);
  }
}

/** Whoever walks the value must not run out of stack. */
function assertDepth(value: unknown, depth: number, subject: string): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === 0) throw notAsFormat(subject, `must not be nested deeper than ${MOST_DEPTH} levels.`);
  for (const one of Object.values(value)) assertDepth(one, depth - 1, subject);
}
