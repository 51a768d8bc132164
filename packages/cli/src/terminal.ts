import { Interruption } from './errors/interruption.ts';
import { outputFailed } from './errors/output-failed.ts';
import { guardStream } from './guard-stream.ts';
import type { OutputStream } from './output-stream.ts';

/** All that the command reads from and writes to besides files; a test gives its own. */
export interface Terminal {
  /** Results. */
  readonly stdout: OutputStream;
  /** Progress, warnings and errors. */
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths start here. */
  readonly cwd: string;
  /** Milliseconds that only ever grow. */
  now(): number;
  /** Lets go of what it listens to. */
  release?(): void;
}

/**
 * The terminal of this process.
 *
 * @param stop is told why there is no use in going on: an `Interruption` if nobody reads stdout any more, a FerError
 * `FER_OUTPUT_FAILED` if it cannot be written to. Without stderr work goes on, since results do not stand there.
 */
export function processTerminal(stop: (reason: unknown) => void): Terminal {
  const stdout = guardStream(process.stdout, (cause) => {
    const reason =
      cause.code === 'EPIPE' ? new Interruption('SIGPIPE') : outputFailed('Standard output', cause);
    stop(reason);
    return reason;
  });
  const stderr = guardStream(process.stderr, () => undefined);
  return {
    stdout,
    stderr,
    env: process.env,
    // Not before it is needed: the folder may have been removed, and help and absolute paths do without.
    get cwd() {
      return process.cwd();
    },
    now: () => performance.now(),
    release() {
      stdout.release();
      stderr.release();
    },
  };
}
