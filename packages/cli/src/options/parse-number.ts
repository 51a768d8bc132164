import { InvalidArgumentError } from 'commander';

/** A parser for an option that must be a whole number, `low` ≤ value ≤ `high`. @throws InvalidArgumentError */
export function wholeNumber(low: number, high = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`;
  return (text) => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return withoutSign(value);
    throw new InvalidArgumentError(`It must be a whole number ${range}.`);
  };
}

/** A parser for an option that must be a number, `low` ≤ value < `below`. @throws InvalidArgumentError */
export function numberFrom(low: number, below: number): (text: string) => number {
  return (text) => {
    const value = parseDecimal(text);
    if (value >= low && value < below) return withoutSign(value);
    throw new InvalidArgumentError(`It must be a number from ${low} to less than ${below}.`);
  };
}

/** A parser for an option that must be a number, `low` ≤ value ≤ `high`. @throws InvalidArgumentError */
export function numberWithin(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = parseDecimal(text);
    if (value >= low && value <= high) return withoutSign(value);
    throw new InvalidArgumentError(`It must be a number from ${low} to ${high}.`);
  };
}

/** A parser for an option that must be a number above 0. @throws InvalidArgumentError */
export function positiveNumber(text: string): number {
  const value = parseDecimal(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

/** A parser for an option that must be some of a whole, 0 < value ≤ 1. @throws InvalidArgumentError */
export function someShare(text: string): number {
  const value = parseDecimal(text);
  if (value > 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number above 0, at most 1.');
}

/** What people write: `1`, `0.5`, `.5`, `1e-3`; not what JavaScript also takes: `0x10`, ` 1 `, `1e999`, an empty text. */
function parseDecimal(text: string): number {
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

/** JSON keeps no minus of 0, and a training that is resumed must find the number that it began with. */
function withoutSign(value: number): number {
  return value === 0 ? 0 : value;
}
