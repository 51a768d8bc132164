import type { OutputStream } from '../../src/output-stream.ts';
import type { Terminal } from '../../src/terminal.ts';

/** A stream that keeps what is written to it. */
export interface RecordedStream extends OutputStream {
  text: string;
}

export function recordedStream(options: { isTTY?: boolean; columns?: number } = {}): RecordedStream {
  return {
    ...options,
    text: '',
    write(text: string) {
      this.text += text;
    },
  };
}

/** A terminal in memory, with a clock that moves only when told to. */
export interface TestTerminal extends Terminal {
  readonly stdout: RecordedStream;
  readonly stderr: RecordedStream;
  passMs(ms: number): void;
}

export function testTerminal({
  isTTY = false,
  columns = 100,
  env = {},
  cwd = process.cwd(),
}: {
  isTTY?: boolean;
  columns?: number;
  env?: Record<string, string>;
  cwd?: string;
} = {}): TestTerminal {
  let nowMs = 1000;
  return {
    stdout: recordedStream({ isTTY, columns }),
    stderr: recordedStream({ isTTY, columns }),
    env,
    cwd,
    now: () => nowMs,
    passMs(ms) {
      nowMs += ms;
    },
  };
}
