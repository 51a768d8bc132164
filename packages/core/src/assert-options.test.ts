import { describe, expect, it } from 'vitest';
import { assertChoice, assertOptions } from './assert-options.ts';

const known = { onBadRow: true, cache: true } as const;
const check = (options: unknown) => () => assertOptions(options as object, known, 'load');

describe('assertOptions', () => {
  it.each([[undefined], [{}], [{ cache: false }], [Object.create({ inherited: 1 })]])(
    'takes %o',
    (options) => {
      expect(check(options)).not.toThrow();
    },
  );

  it('names an option that there is not, and the one that was meant', () => {
    expect(check({ cache: true, onBadrow: 'skip' })).toThrow(
      expect.objectContaining({
        code: 'FER_INVALID_ARGUMENT',
        message: "load: there is no option 'onBadrow'. Did you mean 'onBadRow'? Options: onBadRow, cache.",
        details: {
          subject: 'load',
          option: 'onBadrow',
          available: ['onBadRow', 'cache'],
          suggestion: 'onBadRow',
        },
      }),
    );
  });

  it.each(['constructor', 'toString', '__proto__'])('does not take %s for an option', (key) => {
    expect(check(JSON.parse(`{ "${key}": 1 }`))).toThrow(`there is no option '${key}'`);
  });

  it.each([
    [null, 'null'],
    [[], 'an array'],
    ['cache', "'cache'"],
    [() => 1, 'a function'],
  ])('refuses what is no object: %o', (options, shown) => {
    expect(check(options)).toThrow(`load: the options must be an object, but are ${shown}.`);
  });
});

describe('assertChoice', () => {
  const choose = (value: unknown) => () => assertChoice(value, ['error', 'skip'], 'onBadRow', 'load');

  it('takes the choices alone', () => {
    expect(choose('skip')).not.toThrow();
    expect(choose('Skip')).toThrow(
      expect.objectContaining({
        code: 'FER_INVALID_ARGUMENT',
        message: "load: `onBadRow` must be 'error' or 'skip', but is 'Skip'. Did you mean 'skip'?",
        details: expect.objectContaining({ option: 'onBadRow', value: 'Skip', suggestion: 'skip' }),
      }),
    );
  });

  it.each([
    [undefined, 'undefined'],
    [true, 'true'],
    [Object.create(null), 'an object'],
    [Symbol('skip'), 'Symbol(skip)'],
    ['x'.repeat(999), `'${'x'.repeat(60)}…'`],
  ])('shows whatever came', (value, shown) => {
    expect(choose(value)).toThrow(`but is ${shown}.`);
  });
});
