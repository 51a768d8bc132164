import { describe, expect, it } from 'vitest';
import { resolveLimits, WEIGHTS_LIMITS } from './limits.ts';

describe('limits', () => {
  it('have defaults, each of its own', () => {
    expect(resolveLimits()).toEqual(WEIGHTS_LIMITS);
    expect(resolveLimits({ maxBytes: 5 })).toEqual({ ...WEIGHTS_LIMITS, maxBytes: 5 });
    for (const limit of ['timeoutMs', 'stallMs'] as const) {
      expect(resolveLimits({ [limit]: Number.POSITIVE_INFINITY })[limit]).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it.each([
    [{ maxBytes: 0 }, '`weightsLimits.maxBytes` must be a whole number from 1 to 9007199254740991, but is 0'],
    [{ maxBytes: Number.POSITIVE_INFINITY }, 'but is Infinity'],
    [{ maxBytes: '5' }, 'but is'],
    [
      { timeoutMs: Number.NaN },
      '`weightsLimits.timeoutMs` must be a whole number from 1 to 2147483647, but is NaN',
    ],
    [{ timeoutMs: 2 ** 31 }, 'but is 2147483648'],
    [{ stallMs: 0 }, '`weightsLimits.stallMs` must be a whole number from 1 to 2147483647, but is 0'],
    [{ maxbytes: 5 }, "Did you mean 'maxBytes'?"],
    [null, 'must be an object'],
  ])('are not %j', (limits, message) => {
    expect(() => resolveLimits(limits as never)).toThrow(
      expect.objectContaining({ code: 'FER_INVALID_ARGUMENT', message: expect.stringContaining(message) }),
    );
  });
});
