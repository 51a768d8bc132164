import { FerError, messageOf } from '@fer/core';

/** A contribution as messages name it. */
export interface Part {
  readonly id: string;
  /** What its extension point calls it: `face detector`. */
  readonly noun: string;
  /** The name of the plugin that gave it. */
  readonly plugin: string;
}

/** What a part threw: a `FerError` as it is, all else with the name of who threw it. */
export function thrownBy(part: Part, member: string, cause: unknown): unknown {
  if (FerError.isInstance(cause)) return cause;
  return fault('FER_PLUGIN_FAILED', part, `failed in \`${member}\`: ${messageOf(cause)}`, cause);
}

/** That a part gave something else than its contract says. */
export function wrongResult(part: Part, member: string, expected: string): FerError {
  return fault('FER_PLUGIN_RESULT', part, `must give ${expected} in \`${member}\`, but did not`);
}

/** That a part takes too long to start. */
export function overdue(part: Part, timeoutMs: number): FerError {
  return fault('FER_PLUGIN_TIMEOUT', part, `has not started within ${timeoutMs} ms`);
}

function fault(
  code: 'FER_PLUGIN_FAILED' | 'FER_PLUGIN_RESULT' | 'FER_PLUGIN_TIMEOUT',
  { id, noun, plugin }: Part,
  problem: string,
  cause?: unknown,
): FerError {
  return new FerError(code, `The ${noun} "${id}" of plugin "${plugin}" ${problem}.`, {
    details: { id, noun, plugin, problem },
    cause,
  });
}
