import { CommanderError } from 'commander';
import { type CommandContext, createCommandContext } from './command-context.ts';
import { Interruption } from './errors/interruption.ts';
import { reportError } from './errors/report-error.ts';
import { UsageError } from './errors/usage-error.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/**
 * Runs `fer` once. Everything goes through `terminal`; the process is not ended, its exit code not set.
 *
 * @param argv the arguments alone, without Node and the script
 * @param given default: the terminal of this process
 * @returns the exit code: 0 fine, 1 failed, 2 wrong usage, 130, 141 or 143 stopped
 */
export async function run(argv: readonly string[], given?: Terminal): Promise<number> {
  const controller = new AbortController();
  const terminal = given ?? processTerminal((reason) => controller.abort(reason));
  const release = abortOnSignals(controller);
  const json = hasFlag(argv, '--json');
  const debug = hasFlag(argv, '--debug') || Boolean(terminal.env.FER_DEBUG);
  const report = (error: unknown) => reportError(error, terminal, { json, debug });
  const context = createCommandContext(terminal, { json, signal: controller.signal });
  try {
    const exitCode = await dispatch(argv, terminal, context);
    await terminal.stdout.flush?.();
    return exitCode;
  } catch (error) {
    const isTold = terminal.stdout.isBroken ?? false;
    const exitCode = report(error);
    // What was just written to stdout may itself find no room.
    return isTold ? exitCode : await flushed(exitCode);
  } finally {
    release();
    terminal.release?.();
  }

  async function flushed(exitCode: number): Promise<number> {
    return terminal.stdout.flush?.().then(() => exitCode, report) ?? exitCode;
  }
}

async function dispatch(
  argv: readonly string[],
  terminal: Terminal,
  context: CommandContext,
): Promise<number> {
  let exitCode: number = EXIT_CODES.fine;
  const program = createProgram(terminal, async (command) => {
    exitCode = (await command(context)) ?? EXIT_CODES.fine;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end by an exception too; they went well.
    if (error.exitCode === 0 || error.code === 'commander.help') return EXIT_CODES.fine;
    throw new UsageError(error.message.replace(/^error: /, ''));
  }
}

/** Whether a flag was given, also on a command line that is wrong. */
function hasFlag(argv: readonly string[], flag: string): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).includes(flag);
}

/** The first signal asks the command to stop; it then has the time it needs. A second one ends the process at once. */
function abortOnSignals(controller: AbortController): () => void {
  const stop = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGINT' && signal !== 'SIGTERM') return;
    const interruption = new Interruption(signal);
    if (controller.signal.aborted) process.exit(interruption.exitCode);
    controller.abort(interruption);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return () => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
}
