import { describe, expect, it } from 'vitest';
import { fileError, isOutOfHandles } from './file-error.ts';

const systemError = (code: string) => Object.assign(new Error(`${code}: raw`), { code });

describe('fileError', () => {
  it.each([
    ['ENOENT', 'There is no file or folder /data/x.csv. Pass another.'],
    [
      'EACCES',
      '/data/x.csv may not be read by this user (EACCES). Ask for the right to read it (chmod +r, and +x for its folders).',
    ],
    [
      'EMFILE',
      '/data/x.csv cannot be opened beside so many others (EMFILE). Close some, or raise the limit (ulimit -n).',
    ],
    ['EISDIR', '/data/x.csv cannot be read: EISDIR: raw. Pass another.'],
    ['constructor', '/data/x.csv cannot be read: constructor: raw. Pass another.'],
  ])('says what %s means and what to do', (code, message) => {
    const cause = systemError(code);
    expect(fileError('/data/x.csv', cause, 'Pass another.')).toMatchObject({
      code: 'FER_DATA_NOT_FOUND',
      message,
      details: { path: '/data/x.csv', reason: code },
      cause,
    });
  });

  it('leaves a FerError as it is', () => {
    const error = fileError('a', systemError('EIO'), '');
    expect(fileError('b', error, '')).toBe(error);
  });
});

it('tells a lack of file handles, which is no fault of a file', () => {
  const codes = ['EMFILE', 'ENFILE', 'EACCES'];
  expect(codes.map((code) => isOutOfHandles(fileError('a', systemError(code), '')))).toEqual([
    true,
    true,
    false,
  ]);
  expect(isOutOfHandles(systemError('EMFILE'))).toBe(false);
});
