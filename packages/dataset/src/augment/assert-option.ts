import { describeValue, FerError } from '@fer/core';

/** @throws FerError `FER_INVALID_ARGUMENT` unless `value` is a number in `[low, high]` */
export function assertNumberOption(
  transform: string,
  option: string,
  value: number,
  low: number,
  high: number,
): void {
  if (typeof value === 'number' && value >= low && value <= high) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `${transform}: \`${option}\` must be a number from ${low} to ${high}, but is ${describeValue(value)}.`,
    { details: { transform, option, value, low, high } },
  );
}

/** @throws FerError `FER_INVALID_ARGUMENT` unless `value` is two numbers in `[low, high]`, the smaller one first */
export function assertRangeOption(
  transform: string,
  option: string,
  value: readonly [number, number],
  low: number,
  high: number,
): void {
  if (!Array.isArray(value) || value.length !== 2) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `${transform}: \`${option}\` must be two numbers, [smallest, largest], but is ${describeValue(value)}.`,
      { details: { transform, option, value } },
    );
  }
  assertNumberOption(transform, `${option}[0]`, value[0], low, high);
  assertNumberOption(transform, `${option}[1]`, value[1], value[0], high);
}
