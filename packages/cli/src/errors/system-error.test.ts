import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { FerError } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { hintFor } from './hints.ts';
import { outputFailed } from './output-failed.ts';
import { describeFailure } from './report-error.ts';
import { findSystemError } from './system-error.ts';

/** As Node makes them. */
function systemError(code: string, problem: string, path?: string): NodeJS.ErrnoException {
  const message = `${code}: ${problem}, open${path === undefined ? '' : ` '${path}'`}`;
  return Object.assign(new Error(message), { code, syscall: 'open', path });
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('It did not throw.');
}

describe('what the system refuses', () => {
  it.each([
    ['ENOSPC', 'no space left on device', /Make room/],
    ['EDQUOT', 'disk quota exceeded', /Make room/],
    ['EROFS', 'read-only file system', /another place/],
    ['EACCES', 'permission denied', /permissions/],
    ['EPERM', 'operation not permitted', /permissions/],
    ['EMFILE', 'too many open files', /ulimit -n/],
  ])('%s is named with its path and what to do', (code, problem, hint) => {
    const failure = describeFailure(systemError(code, problem, '/data/x'));
    expect(failure).toMatchObject({
      exitCode: 1,
      code: 'FER_SYSTEM',
      message: `The system refuses /data/x: ${problem} (${code}).`,
      details: { code, path: '/data/x' },
      hint: expect.stringMatching(hint),
    });
  });

  it.each([
    ['EISDIR', () => readFileSync('/'), /Name a file/],
    ['ENOTDIR', () => mkdirSync(`${import.meta.filename}/x`), /path whose parts are all folders/],
    ['ENAMETOOLONG', () => openSync(`/${'x'.repeat(300)}`, 'r'), /shorter/],
  ])('%s is known as Node throws it', (code, act, hint) => {
    const error = thrownBy(act);
    expect(describeFailure(error)).toMatchObject({ code: 'FER_SYSTEM', details: { code } });
    expect(hintFor(error)).toMatch(hint);
  });

  it('memory is told from a mistake', () => {
    const tooMuch = thrownBy(() => new ArrayBuffer(2 ** 52));
    expect(describeFailure(tooMuch)).toMatchObject({
      code: 'FER_SYSTEM',
      message: 'The system refuses: there is not enough memory (ENOMEM).',
      hint: expect.stringMatching(/--batch-size/),
    });
  });

  it.each([new TypeError('x is not a function'), new RangeError('Invalid array length'), 'text'])(
    'a mistake stays one: %s',
    (error) => {
      expect(describeFailure(error)).toMatchObject({
        code: 'FER_UNEXPECTED',
        hint: expect.stringMatching(/mistake in fer/),
      });
    },
  );

  it('goes before what its consequence would advise', () => {
    const cause = new TypeError('fetch failed', { cause: systemError('ENOTFOUND', 'x') });
    const offline = new FerError('FER_WEIGHTS_NOT_FOUND', 'The weights could not be fetched.', { cause });
    expect(hintFor(offline)).toMatch(/network/);
    expect(hintFor(new FerError('FER_WEIGHTS_NOT_FOUND', 'There are none.'))).toMatch(/Train some/);
    const denied = new FerError('FER_DATA_NOT_FOUND', 'It cannot be opened.', {
      cause: systemError('EACCES', 'permission denied'),
    });
    expect(hintFor(denied)).toMatch(/permissions/);
  });

  it('is what Deno withholds, too', () => {
    const denied = Object.assign(new Error('Requires env access to "HOME"'), { name: 'NotCapable' });
    expect(hintFor(denied)).toMatch(/deno run/);
  });

  it('survives causes that lead in a circle', () => {
    const error = new Error('a');
    error.cause = error;
    expect(findSystemError(error)).toBeUndefined();
  });
});

describe('outputFailed', () => {
  it('names the path, the problem and its code', () => {
    const cause = systemError('ENOSPC', 'no space left on device');
    expect(outputFailed('/run/metrics.jsonl', cause)).toMatchObject({
      code: 'FER_OUTPUT_FAILED',
      message: '/run/metrics.jsonl cannot be written: no space left on device (ENOSPC).',
      details: { path: '/run/metrics.jsonl', code: 'ENOSPC' },
      cause,
    });
  });

  it('leaves other errors as they are', () => {
    for (const error of [new TypeError('x'), new FerError('FER_OUTPUT_EXISTS', 'x')]) {
      expect(outputFailed('/run', error)).toBe(error);
    }
  });
});
