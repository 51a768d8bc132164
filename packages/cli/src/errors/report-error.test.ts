import { FerError } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { testTerminal } from '../../test/support/test-terminal.ts';
import { Interruption } from './interruption.ts';
import { reportError } from './report-error.ts';
import { Unfinished } from './unfinished.ts';
import { UsageError } from './usage-error.ts';

const forPeople = { json: false, debug: false };
const badRow = new FerError('FER_DATA_ROW', 'Row 7 has 2,303 pixels.', { details: { row: 7 } });

describe('reportError', () => {
  it('prints code, message and what to do', () => {
    const terminal = testTerminal();
    expect(reportError(badRow, terminal, forPeople)).toBe(1);
    expect(terminal.stderr.text).toBe(
      'error [FER_DATA_ROW] Row 7 has 2,303 pixels.\nhint Leave bad rows out, counted: --skip-bad-rows\n',
    );
    expect(terminal.stdout.text).toBe('');
  });

  it('prints JSON and nothing else with --json', () => {
    const terminal = testTerminal();
    reportError(badRow, terminal, { json: true, debug: false });
    expect(JSON.parse(terminal.stdout.text)).toEqual({
      error: { code: 'FER_DATA_ROW', message: 'Row 7 has 2,303 pixels.', details: { row: 7 } },
    });
    expect(terminal.stderr.text).toBe('');
  });

  it.each([
    [new UsageError('unknown option'), 2],
    [new FerError('FER_UNKNOWN_ID', 'There is no runtime "x".'), 2],
    [new Interruption('SIGINT'), 130],
    [new Interruption('SIGTERM'), 143],
    [new Interruption('SIGPIPE'), 141],
    [new Unfinished(new Interruption('SIGINT'), { result: {} }), 130],
    [new TypeError('boom'), 1],
    ['a string', 1],
  ])('exits with the code that belongs to %s', (error, exitCode) => {
    expect(reportError(error, testTerminal(), forPeople)).toBe(exitCode);
  });

  it('says how to go on after an interruption', () => {
    const terminal = testTerminal();
    const advice = 'Go on with: fer train --out run --resume';
    reportError(new Unfinished(new Interruption('SIGINT'), { result: {}, advice }), terminal, forPeople);
    expect(terminal.stderr.text).toBe('Stopped.\nhint Go on with: fer train --out run --resume\n');
  });

  it('prints what was done before an error beside it, with --json', () => {
    const terminal = testTerminal();
    const unfinished = new Unfinished(new Interruption('SIGINT'), { result: { images: [1, 2] } });
    reportError(unfinished, terminal, { json: true, debug: false });
    expect(JSON.parse(terminal.stdout.text)).toEqual({
      images: [1, 2],
      error: { code: 'FER_INTERRUPTED', message: 'Stopped.', details: {} },
    });
  });

  it('says nothing to whoever closed the pipe', () => {
    const terminal = testTerminal();
    reportError(new Interruption('SIGPIPE'), terminal, forPeople);
    expect(terminal.stderr.text).toBe('');
  });

  it('prints nothing raw that a terminal would obey', () => {
    const terminal = testTerminal({ isTTY: true });
    const hostile = new FerError('FER_IMAGE_DECODE', 'The picture a\x1b[2J\nhint run this\x07 is none.', {});
    reportError(hostile, terminal, { json: false, debug: true });
    const [first, second, ...stack] = terminal.stderr.text.split('\n');
    expect(first).toBe('\x1b[31merror\x1b[39m [FER_IMAGE_DECODE] The picture a\\x1b[2J');
    expect(second).toBe('  hint run this\\x07 is none.');
    expect(stack.join('')).toMatch(/ {4}at /);
    expect(stack.join('')).not.toMatch(/\p{Cc}/u);
  });

  it('shows stacks, causes included, for debugging only', () => {
    const error = new FerError('FER_RUNTIME_FAILED', 'It failed.', { cause: new TypeError('boom') });
    const [quiet, loud] = [testTerminal(), testTerminal()];
    reportError(error, quiet, forPeople);
    reportError(error, loud, { json: false, debug: true });
    expect(quiet.stderr.text).not.toContain('report-error.test');
    expect(loud.stderr.text).toMatch(/report-error\.test[\s\S]*caused by TypeError: boom/);
  });
});
