import { FerError } from '@fer/core';
import { EXIT_CODES } from '../exit-codes.ts';
import { toJson, toTerminalBlock } from '../render/printable.ts';
import { createStyle } from '../render/style.ts';
import type { Terminal } from '../terminal.ts';
import { hintFor } from './hints.ts';
import { Interruption } from './interruption.ts';
import { findSystemError } from './system-error.ts';
import { Unfinished } from './unfinished.ts';
import { UsageError } from './usage-error.ts';

/** An error as it is printed. */
export interface Failure {
  readonly exitCode: number;
  /** A `FerErrorCode`, `FER_USAGE`, `FER_INTERRUPTED`, `FER_SYSTEM` or `FER_UNEXPECTED`. */
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly hint?: string;
}

/** Says what an error of any kind means for the person and for the exit code. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof Unfinished) {
    const failure = describeFailure(error.cause);
    return { ...failure, hint: error.advice ?? failure.hint };
  }
  if (error instanceof Interruption) {
    return { exitCode: error.exitCode, code: 'FER_INTERRUPTED', message: error.message, details: {} };
  }
  if (error instanceof UsageError) {
    return { exitCode: EXIT_CODES.wrongUsage, code: 'FER_USAGE', message: error.message, details: {} };
  }
  if (FerError.isInstance(error)) {
    // An id that no plugin knows can only come from the command line.
    const exitCode = error.code === 'FER_UNKNOWN_ID' ? EXIT_CODES.wrongUsage : EXIT_CODES.failed;
    const { code, message, details } = error;
    return { exitCode, code, message, details, hint: hintFor(error) };
  }
  return describeUnexpected(error);
}

/** What no package has named: the system's refusal in its own words, or else a mistake of ours. */
function describeUnexpected(error: unknown): Failure {
  const exitCode = EXIT_CODES.failed;
  const system = findSystemError(error);
  if (system === undefined) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = 'This may be a mistake in fer itself. --debug shows where it comes from.';
    return { exitCode, code: 'FER_UNEXPECTED', message, details: {}, hint };
  }
  const { code, problem, path } = system;
  const message = `The system refuses${path === undefined ? '' : ` ${path}`}: ${problem} (${code}).`;
  return { exitCode, code: 'FER_SYSTEM', message, details: { code, path }, hint: hintFor(error) };
}

/** An error as it stands in the JSON of a result. */
export function errorToJson(error: unknown): { code: string; message: string; details: object } {
  const { code, message, details } = describeFailure(error);
  return { code, message, details };
}

/**
 * Prints an error: to stderr for people, as `{ "error": … }` to stdout with `--json`, beside what was done until then.
 * On stderr, too, where stdout can no longer be written to.
 *
 * @param debug adds the stack
 * @returns the exit code
 */
export function reportError(
  error: unknown,
  { stdout, stderr, env }: Pick<Terminal, 'stdout' | 'stderr' | 'env'>,
  { json, debug }: { json: boolean; debug: boolean },
): number {
  const failure = describeFailure(error);
  if (json && !stdout.isBroken) {
    const done = error instanceof Unfinished ? error.result : {};
    stdout.write(`${toJson({ ...done, error: errorToJson(error) })}\n`);
  } else {
    const style = createStyle(stderr, env);
    const hint = failure.hint === undefined ? [] : [`${style('cyan', 'hint')} ${failure.hint}`];
    for (const text of [...headline(failure, style), ...hint]) stderr.write(`${toTerminalBlock(text)}\n`);
  }
  if (debug && error instanceof Error) stderr.write(`${toTerminalBlock(stackOf(error))}\n`);
  return failure.exitCode;
}

function headline({ code, message, exitCode }: Failure, style: ReturnType<typeof createStyle>): string[] {
  // Who closes a pipe has what they wanted.
  if (exitCode === EXIT_CODES.brokenPipe) return [];
  if (code === 'FER_INTERRUPTED') return [message];
  const name = style('red', 'error');
  return [code === 'FER_USAGE' ? `${name} ${message}` : `${name} [${code}] ${message}`];
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
