import { FerError } from '@fer/core';
import { EXIT_CODES } from '../exit-codes.ts';
import { createStyle } from '../render/style.ts';
import type { Terminal } from '../terminal.ts';
import { hintFor } from './hints.ts';
import { Interruption } from './interruption.ts';
import { UsageError } from './usage-error.ts';

/** An error as it is printed. */
export interface Failure {
  readonly exitCode: number;
  /** A `FerErrorCode`, `FER_USAGE`, `FER_INTERRUPTED` or `FER_UNEXPECTED`. */
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly hint?: string;
}

/** Says what an error of any kind means for the person and for the exit code. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof Interruption) {
    const { exitCode, message, advice } = error;
    return { exitCode, code: 'FER_INTERRUPTED', message, details: {}, hint: advice };
  }
  if (error instanceof UsageError) {
    return { exitCode: EXIT_CODES.wrongUsage, code: 'FER_USAGE', message: error.message, details: {} };
  }
  if (FerError.isInstance(error)) {
    // An id that no plugin knows can only come from the command line.
    const exitCode = error.code === 'FER_UNKNOWN_ID' ? EXIT_CODES.wrongUsage : EXIT_CODES.failed;
    const { code, message, details } = error;
    return { exitCode, code, message, details, hint: hintFor(code) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    exitCode: EXIT_CODES.failed,
    code: 'FER_UNEXPECTED',
    message,
    details: {},
    hint: 'This may be a mistake in fer itself. --debug shows where it comes from.',
  };
}

/** An error as it stands in the JSON of a result. */
export function errorToJson(error: unknown): { code: string; message: string; details: object } {
  const { code, message, details } = describeFailure(error);
  return { code, message, details };
}

/**
 * Prints an error: to stderr for people, as `{ "error": … }` to stdout with `--json`.
 *
 * @param debug adds the stack
 * @returns the exit code
 */
export function reportError(
  error: unknown,
  terminal: Pick<Terminal, 'stdout' | 'stderr' | 'env'>,
  { json, debug }: { json: boolean; debug: boolean },
): number {
  const failure = describeFailure(error);
  if (json) {
    terminal.stdout.write(`${JSON.stringify({ error: errorToJson(error) }, null, 2)}\n`);
  } else {
    const style = createStyle(terminal.stderr, terminal.env);
    terminal.stderr.write(`${headline(failure, style)}\n`);
    if (failure.hint !== undefined) terminal.stderr.write(`${style('cyan', 'hint')} ${failure.hint}\n`);
  }
  if (debug && error instanceof Error) terminal.stderr.write(`${stackOf(error)}\n`);
  return failure.exitCode;
}

function headline({ code, message }: Failure, style: ReturnType<typeof createStyle>): string {
  if (code === 'FER_INTERRUPTED') return message;
  const name = style('red', 'error');
  return code === 'FER_USAGE' ? `${name} ${message}` : `${name} [${code}] ${message}`;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
