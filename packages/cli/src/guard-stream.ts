import type { OutputStream } from './output-stream.ts';

/** A stream of the process, guarded. */
export interface GuardedStream extends OutputStream {
  flush(): Promise<void>;
  /** Takes the guard away. */
  release(): void;
}

/**
 * Writes to a stream of the process until that fails: a pipe that nobody reads any more, a full disk. Unguarded such a
 * failure is an event without a listener, and ends the process with a stack trace. After it nothing is written.
 *
 * @param onFailure is told once; what it returns is what `flush` throws
 */
export function guardStream(
  stream: NodeJS.WriteStream,
  onFailure: (cause: NodeJS.ErrnoException) => unknown,
): GuardedStream {
  let failure: { reason: unknown } | undefined;
  const fail = (cause: NodeJS.ErrnoException) => {
    failure ??= { reason: onFailure(cause) };
  };
  stream.on('error', fail);
  return {
    get isTTY() {
      return stream.isTTY;
    },
    get columns() {
      return stream.columns;
    },
    get isBroken() {
      return failure !== undefined;
    },
    write(text) {
      if (failure === undefined) stream.write(text);
    },
    async flush() {
      if (failure === undefined) await new Promise((written) => stream.write('', written));
      if (failure !== undefined) throw failure.reason;
    },
    release() {
      stream.off('error', fail);
    },
  };
}
