import { describe, expect, it } from 'vitest';
import { numberFrom, numberWithin, positiveNumber, someShare, wholeNumber } from './parse-number.ts';

describe('numbers of options', () => {
  it.each(['x', '', '1.5', '0', '-3', '1e3', '99999999999999999999', ' 4'])('refuses %j epochs', (text) => {
    expect(() => wholeNumber(1)(text)).toThrow(/whole number of at least 1/);
  });

  it('reads whole numbers', () => {
    expect([wholeNumber(1)('20'), wholeNumber(0)('0'), wholeNumber(-10)('-7')]).toEqual([20, 0, -7]);
  });

  it.each(['4294967296', '-1'])('refuses %j as a seed of 32 bits', (text) => {
    expect(() => wholeNumber(0, 0xffff_ffff)(text)).toThrow(/whole number from 0 to 4294967295/);
  });

  it.each(['x', '', '1', '-0.1', 'NaN', '0x0', '.', '1e-'])('refuses a label smoothing of %j', (text) => {
    expect(() => numberFrom(0, 1)(text)).toThrow(/from 0 to less than 1/);
  });

  it.each(['0', '-1', 'Infinity', 'x', '0x10', '1e999', ' 1', '0b1', '1e', ''])(
    'refuses a learning rate of %j',
    (text) => {
      expect(() => positiveNumber(text)).toThrow(/above 0/);
    },
  );

  it.each(['x', '', '1.01', '-0.1', 'NaN'])('refuses a probability of %j', (text) => {
    expect(() => numberWithin(0, 1)(text)).toThrow(/from 0 to 1/);
  });

  it.each(['x', '', '0', '1.01', '-0.1', 'Infinity'])('refuses %j as some of a whole', (text) => {
    expect(() => someShare(text)).toThrow(/above 0, at most 1/);
  });

  it('reads both ends of a range', () => {
    expect([numberWithin(0, 1)('0'), numberWithin(0, 1)('1'), someShare('1')]).toEqual([0, 1, 1]);
    expect(Object.is(numberWithin(0, 1)('-0'), 0)).toBe(true);
  });

  it('reads other numbers', () => {
    expect([numberFrom(0, 1)('0.1'), positiveNumber('1e-3'), positiveNumber('+.5')]).toEqual([
      0.1, 0.001, 0.5,
    ]);
  });

  it('takes the minus off 0', () => {
    for (const value of [numberFrom(0, 1)('-0'), numberFrom(0, 1)('-0.0'), wholeNumber(0)('-0')]) {
      expect(Object.is(value, 0)).toBe(true);
    }
  });
});
