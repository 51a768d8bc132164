import { EXIT_CODES } from '../exit-codes.ts';

/** Why the signal of a command is aborted: the person, or the system, stopped it. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly exitCode: number;
  /** What is kept and how to go on, if there is something. */
  advice?: string;

  constructor(processSignal: 'SIGINT' | 'SIGTERM') {
    super('Stopped.');
    this.exitCode = processSignal === 'SIGINT' ? EXIT_CODES.interrupted : EXIT_CODES.terminated;
  }
}
