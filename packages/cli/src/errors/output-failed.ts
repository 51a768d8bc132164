import { FerError } from '@fer/core';
import { findSystemError } from './system-error.ts';

/**
 * The error for something that could not be written.
 *
 * @param what the path, or what people call it
 * @returns a FerError `FER_OUTPUT_FAILED`, or `cause` itself where it is not the system that refused
 */
export function outputFailed(what: string, cause: unknown): unknown {
  const system = findSystemError(cause);
  if (system === undefined || FerError.isInstance(cause)) return cause;
  const { code, problem } = system;
  return new FerError('FER_OUTPUT_FAILED', `${what} cannot be written: ${problem} (${code}).`, {
    details: { path: what, code },
    cause,
  });
}
