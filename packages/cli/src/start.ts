import type { CommandContext } from './command-context.ts';

/** Does a command; what it gives back is the exit code, 0 if nothing. */
export type Start = (command: (context: CommandContext) => Promise<number | undefined>) => Promise<void>;
