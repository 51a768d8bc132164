import { corruptPlan } from './corrupt-plan.ts';

/** An object that anyone may have written. */
export type Fields = { readonly [key: string]: unknown };

/** The largest whole number in the kernels' 32-bit arithmetic. */
const MAX_WHOLE = 2 ** 31 - 1;

/**
 * @param subject whose fields they are, as it follows on "The plan has …"
 * @throws FerError `FER_WEIGHTS_CORRUPT` unless `value` is an object with just these keys
 */
export function assertFields(
  value: unknown,
  keys: readonly string[],
  subject: string,
): asserts value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw corruptPlan(`has ${subject} that is no object, but ${shown(value)}`);
  }
  const missing = keys.find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) throw corruptPlan(`has ${subject} that misses '${missing}'`);
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw corruptPlan(`has ${subject} with an unknown '${unknown}'`);
}

/** @throws FerError `FER_WEIGHTS_CORRUPT` unless `value` is a whole number from `minimum` to 2³¹ - 1 */
export function assertWhole(value: unknown, minimum: number, key: string, subject: string): void {
  if (Number.isInteger(value) && (value as number) >= minimum && (value as number) <= MAX_WHOLE) return;
  throw corruptPlan(
    `has ${subject} whose '${key}' is ${shown(value)}, no whole number from ${minimum} to ${MAX_WHOLE}`,
  );
}

/**
 * @param length in floats
 * @throws FerError `FER_WEIGHTS_CORRUPT` unless `value` is a Float32Array of `length` finite numbers
 */
export function assertTensor(value: unknown, length: number, key: string, subject: string): void {
  // By name: it may come from another realm (a frame, a test runner's sandbox).
  if (Object.prototype.toString.call(value) !== '[object Float32Array]') {
    throw corruptPlan(`has ${subject} whose '${key}' is no Float32Array, but ${shown(value)}`);
  }
  const tensor = value as Float32Array;
  if (tensor.length !== length) {
    throw corruptPlan(`has ${subject} whose '${key}' has ${tensor.length} numbers instead of ${length}`);
  }
  for (let index = 0; index < length; index++) {
    if (Number.isFinite(tensor[index])) continue;
    throw corruptPlan(`has ${subject} whose '${key}' has ${tensor[index]} at ${index}`);
  }
}

/** As a message shows it: what was received may be long. */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value);
}
