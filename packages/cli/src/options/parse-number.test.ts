import { describe, expect, it } from 'vitest';
import { numberFrom, positiveNumber, wholeNumber } from './parse-number.ts';

describe('numbers of options', () => {
  it.each(['x', '', '1.5', '0', '-3', '1e3', '99999999999999999999', ' 4'])('refuses %j epochs', (text) => {
    expect(() => wholeNumber(1)(text)).toThrow(/whole number of at least 1/);
  });

  it('reads whole numbers', () => {
    expect([wholeNumber(1)('20'), wholeNumber(0)('0'), wholeNumber(-10)('-7')]).toEqual([20, 0, -7]);
  });

  it.each(['x', '', '1', '-0.1', 'NaN'])('refuses a label smoothing of %j', (text) => {
    expect(() => numberFrom(0, 1)(text)).toThrow(/from 0 to less than 1/);
  });

  it.each(['0', '-1', 'Infinity', 'x'])('refuses a learning rate of %j', (text) => {
    expect(() => positiveNumber(text)).toThrow(/above 0/);
  });

  it('reads other numbers', () => {
    expect([numberFrom(0, 1)('0.1'), positiveNumber('1e-3')]).toEqual([0.1, 0.001]);
  });
});
