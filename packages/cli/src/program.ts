import { Command } from 'commander';
import { addDatasetCommand } from './commands/dataset.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addPluginsCommand } from './commands/plugins.ts';
import { addPredictCommand } from './commands/predict.ts';
import { addRuntimesCommand } from './commands/runtimes.ts';
import { addTrainCommand } from './commands/train.ts';
import { addWeightsCommand } from './commands/weights.ts';
import { refuseAmbiguous } from './options/refuse-ambiguous.ts';
import type { Start } from './start.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

const FER = `Reads facial expressions: angry, disgust, fear, happy, sad, surprise, neutral.

Trains, evaluates and runs networks on FER2013 and on pictures of your own.`;

/**
 * The command line: what can be said, and which function does it.
 *
 * @param start is given the command that was chosen
 */
export function createProgram(terminal: Terminal, start: Start): Command {
  const program = new Command('fer')
    .description(FER)
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      // Help that a missing subcommand brings up. Errors are reported in one place, by `run`.
      writeErr: (text) => terminal.stdout.write(text),
      outputError: () => {},
      getOutHelpWidth: () => terminal.stdout.columns ?? 100,
      getErrHelpWidth: () => terminal.stdout.columns ?? 100,
    });
  addDemoCommand(program, start);
  addPredictCommand(program, start);
  addTrainCommand(program, start);
  addEvaluateCommand(program, start);
  addDatasetCommand(program, start);
  addWeightsCommand(program, start);
  addRuntimesCommand(program, start);
  addPluginsCommand(program, start);
  refuseAmbiguous(program);
  return program;
}
