import { InvalidArgumentError } from 'commander';

/** A parser for an option that must be a whole number. @throws InvalidArgumentError */
export function wholeNumber(low: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && Number.isSafeInteger(value) && value >= low) return value;
    throw new InvalidArgumentError(`It must be a whole number of at least ${low}.`);
  };
}

/** A parser for an option that must be a number, `low` ≤ value < `below`. @throws InvalidArgumentError */
export function numberFrom(low: number, below: number): (text: string) => number {
  return (text) => {
    const value = parseFinite(text);
    if (value >= low && value < below) return value;
    throw new InvalidArgumentError(`It must be a number from ${low} to less than ${below}.`);
  };
}

/** A parser for an option that must be a number above 0. @throws InvalidArgumentError */
export function positiveNumber(text: string): number {
  const value = parseFinite(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

function parseFinite(text: string): number {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? Number.NaN : value;
}
