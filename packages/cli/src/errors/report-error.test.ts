import { FerError } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { testTerminal } from '../../test/support/test-terminal.ts';
import { Interruption } from './interruption.ts';
import { reportError } from './report-error.ts';
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
    [new TypeError('boom'), 1],
    ['a string', 1],
  ])('exits with the code that belongs to %s', (error, exitCode) => {
    expect(reportError(error, testTerminal(), forPeople)).toBe(exitCode);
  });

  it('says how to go on after an interruption', () => {
    const terminal = testTerminal();
    const interruption = new Interruption('SIGINT');
    interruption.advice = 'Go on with: fer train --out run --resume';
    reportError(interruption, terminal, forPeople);
    expect(terminal.stderr.text).toBe('Stopped.\nhint Go on with: fer train --out run --resume\n');
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
