import { describe, expect, it } from 'vitest';
import type { FerError } from '../errors.ts';
import { assertPictureLimits, isAllowedHost } from './picture-limits.ts';

describe('isAllowedHost', () => {
  it.each<[string, string[], boolean]>([
    ['https://images.example.com/a.png', ['images.example.com'], true],
    ['https://images.example.com:8443/a.png', ['IMAGES.example.com'], true],
    ['https://images.example.com/a.png', ['images.example.com:443'], true],
    ['http://images.example.com/a.png', ['images.example.com:443'], false],
    ['http://localhost:8080/a.png', ['localhost:8080'], true],
    ['http://localhost:8080/a.png', ['localhost:808'], false],
    ['http://[::1]:8080/a.png', ['[::1]'], true],
    ['http://[::1]:8080/a.png', ['[::1]:8080'], true],
    ['http://bücher.example/a.png', ['bücher.example'], true],
    ['http://2130706433/a.png', ['127.0.0.1'], true],
    ['https://evil.example/images.example.com', ['images.example.com'], false],
    ['https://images.example.com.evil.example/', ['images.example.com'], false],
    ['https://evil-images.example.com/', ['images.example.com'], false],
    ['https://images.example.com@evil.example/', ['images.example.com'], false],
    ['https://images.example.com/a.png', [], false],
  ])('%s on %j: %s', (url, hosts, expected) => {
    expect(isAllowedHost(new URL(url), hosts)).toBe(expected);
  });
});

describe('assertPictureLimits', () => {
  it.each([
    {},
    { maxPixels: 1, timeoutMs: 0.5, allow: {} },
    { timeoutMs: Number.POSITIVE_INFINITY, allow: { files: false, hosts: [] } },
    { allow: { hosts: ['[::1]:80', 'example.com'] } },
  ])('takes %j', (limits) => {
    expect(() => assertPictureLimits(limits, 'loadImage')).not.toThrow();
  });

  it.each<[unknown, string]>([
    [{ maxPixels: 0 }, '`maxPixels` must be'],
    [{ maxPixels: 1.5 }, 'but is 1.5'],
    [{ maxPixels: 2 ** 28 + 1 }, '`maxPixels` must be a whole number of 1 to 268435456'],
    [{ maxPixels: '1' }, "but is '1'"],
    [{ timeoutMs: 0 }, '`timeoutMs` must be'],
    [{ timeoutMs: Number.NaN }, 'but is NaN'],
    [{ timeoutMs: 2 ** 31 }, 'or Infinity, but is 2147483648'],
    [{ allow: null }, 'loadImage: allow'],
    [{ allow: { file: false } }, "Did you mean 'files'?"],
    [{ allow: { files: 0 } }, '`allow.files` must be true or false'],
    [{ allow: { hosts: 'example.com' } }, '`allow.hosts` must be an array'],
    [{ allow: { hosts: ['https://example.com'] } }, "but is 'https://example.com'"],
    [{ allow: { hosts: ['example.com/a'] } }, '`allow.hosts` must be hosts like'],
    [{ allow: { hosts: ['*.example.com'] } }, '`allow.hosts` must be hosts like'],
    [{ allow: { hosts: ['user@example.com'] } }, '`allow.hosts` must be hosts like'],
    [{ allow: { hosts: ['a:1:2'] } }, '`allow.hosts` must be hosts like'],
    [{ allow: { hosts: [7] } }, 'but is 7'],
  ])('FER_INVALID_ARGUMENT for %j', (limits, message) => {
    let failure: FerError | undefined;
    try {
      assertPictureLimits(limits as object, 'loadImage');
    } catch (error) {
      failure = error as FerError;
    }
    expect(failure?.code).toBe('FER_INVALID_ARGUMENT');
    expect(failure?.message).toContain(message);
  });
});
