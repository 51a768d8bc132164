import { EXIT_CODES } from '../exit-codes.ts';

const EXIT_CODE_OF = {
  SIGINT: EXIT_CODES.interrupted,
  SIGPIPE: EXIT_CODES.brokenPipe,
  SIGTERM: EXIT_CODES.terminated,
} as const;

/** Why the signal of a command is aborted: the person, the system, or whoever read its output stopped it. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly exitCode: number;

  /** @param processSignal SIGPIPE is never sent to Node; it stands for a write to a pipe that nobody reads */
  constructor(readonly processSignal: keyof typeof EXIT_CODE_OF) {
    super('Stopped.');
    this.exitCode = EXIT_CODE_OF[processSignal];
  }
}
