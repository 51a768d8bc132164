import { describe, expect, it } from 'vitest';
import { FerError } from './errors.ts';

describe('FerError', () => {
  it('carries a code, facts and a cause', () => {
    const cause = new Error('inner');
    const error = new FerError('FER_DATA_ROW', 'Row 7 is bad.', { details: { row: 7 }, cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'FerError',
      code: 'FER_DATA_ROW',
      message: 'Row 7 is bad.',
      details: { row: 7 },
    });
    expect(error.cause).toBe(cause);
    expect(String(error)).toBe('FerError: Row 7 is bad.');
  });

  it('has empty facts and no cause by default', () => {
    const error = new FerError('FER_DISPOSED', 'x');
    expect(error.details).toEqual({});
    expect('cause' in error).toBe(false);
  });

  it('is known across copies of the package', () => {
    const foreign = Object.defineProperty(new Error('x'), Symbol.for('@fer/error'), { value: true });
    expect(FerError.isInstance(foreign)).toBe(true);
    expect(FerError.isInstance(new FerError('FER_DISPOSED', 'x'))).toBe(true);
  });

  it.each([new Error('x'), undefined, null, 'FerError', { code: 'FER_DISPOSED' }])('is not %o', (value) => {
    expect(FerError.isInstance(value)).toBe(false);
  });
});
