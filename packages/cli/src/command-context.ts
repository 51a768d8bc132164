import { reportError } from './errors/report-error.ts';
import { createProgress, type Progress, type ProgressOptions, silentProgress } from './progress/progress.ts';
import { toJson, toTerminal, toTerminalBlock } from './render/printable.ts';
import { createStyle, type Style, wantsColours } from './render/style.ts';
import type { Terminal } from './terminal.ts';

/** What a command works with. */
export interface CommandContext {
  /** Whether stdout is to hold one JSON document and nothing else. */
  readonly json: boolean;
  /** Aborted when the person stops the command. */
  readonly signal: AbortSignal;
  readonly cwd: string;
  /** For what is printed. */
  readonly style: Style;
  /** Whether `style` colours. */
  readonly colours: boolean;
  /** Lines for people, on stdout; nothing with `--json`. */
  print(...lines: readonly string[]): void;
  /** The result as JSON, on stdout; nothing without `--json`. */
  printJson(result: unknown): void;
  /** A line on stderr that a person must see, also with `--json`. */
  warn(text: string): void;
  /** An error that does not end the command, on stderr; nothing with `--json`, where it is part of the result. */
  complain(error: unknown): void;
  /** On stderr. With `--json` only where stderr is a terminal, so that a script's logs stay empty. */
  progress(options: ProgressOptions): Progress;
}

/** @param json of the option `--json` */
export function createCommandContext(
  terminal: Terminal,
  { json, signal }: { json: boolean; signal: AbortSignal },
): CommandContext {
  const { stdout, stderr, env } = terminal;
  const style = createStyle(stdout, env);
  const warningStyle = createStyle(stderr, env);
  return {
    json,
    signal,
    get cwd() {
      return terminal.cwd;
    },
    style,
    colours: wantsColours(stdout, env),
    print(...lines) {
      if (!json) stdout.write(lines.map((line) => `${toTerminal(line)}\n`).join(''));
    },
    printJson(result) {
      if (json) stdout.write(`${toJson(result)}\n`);
    },
    warn(text) {
      stderr.write(`${toTerminalBlock(`${warningStyle('yellow', 'warning')} ${text}`)}\n`);
    },
    complain(error) {
      if (!json) reportError(error, terminal, { json, debug: false });
    },
    progress(options) {
      return json && stderr.isTTY !== true ? silentProgress : createProgress(terminal, options);
    },
  };
}
