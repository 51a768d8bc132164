import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: true;
  readonly debug?: true;
}

/** Options of commands that recognise. */
export interface RecognitionOptions {
  readonly weights?: string;
  readonly runtime: string | readonly string[];
  readonly assets?: string;
  readonly plugin: readonly string[];
  readonly uncalibrated?: true;
}

/** Adds the options of every command and, to its help, examples. */
export function withCommonOptions(
  command: Command,
  examples: readonly (readonly [string, string])[],
): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`);
  return command
    .option('--json', 'print one JSON document on stdout and nothing else')
    .option('--debug', 'print the stack of an error (also: FER_DEBUG=1)')
    .addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

/** `--plugin`, repeatable. */
export function pluginOption(): Option {
  return new Option('--plugin <module>', 'a plugin: a path or a package; may be given more than once')
    .default([], 'none')
    .argParser((value: string, earlier: readonly string[]) => [...earlier, value]);
}

/** `--runtime` of commands that train: one. */
export function runtimeOption(): Option {
  return new Option(
    '--runtime <id>',
    'what computes: an id of `fer runtimes`, or auto for the fastest',
  ).default('auto');
}

/** Adds the options of `RecognitionOptions`. */
export function withRecognitionOptions(command: Command): Command {
  return command
    .option(
      '--weights <dir|id>',
      'a weights directory, its URL, or the id of weights of @fer/pretrained; default: the bundled ones',
    )
    .addOption(
      new Option(
        '--runtime <ids>',
        'what computes: ids of `fer runtimes`, of which the first that works is taken, or auto for the fastest',
      )
        .default('auto')
        .argParser(idOrIds),
    )
    .option(
      '--assets <dir|url>',
      'a copy of the folder `assets` of @fer/model, with kernels and bundled weights; default: that folder',
    )
    .option('--uncalibrated', 'leave the temperature out that weights may bring along')
    .addOption(pluginOption());
}

function idOrIds(text: string): string | readonly string[] {
  const ids = text.split(',');
  if (ids.includes('')) throw new InvalidArgumentError('Separate ids by single commas: wasm,cpu');
  return ids.length === 1 ? text : ids;
}

/** Adds the options of commands that read a data set. */
export function withDataOptions(command: Command): Command {
  return command
    .option('--skip-bad-rows', 'leave rows that cannot be read out, and say how many there were')
    .option('--no-cache', 'read the file itself, not what is kept in the cache folder from the last time');
}
