import type { Split } from '@fer/dataset';
import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type DataOptions, loadData, SYNTHETIC } from '../data/load-data.ts';
import { evaluateSplit } from '../evaluation/evaluate-split.ts';
import { requireOption } from '../options/require-option.ts';
import { resolveReference } from '../options/resolve-reference.ts';
import {
  type RecognitionOptions,
  withCommonOptions,
  withDataOptions,
  withRecognitionOptions,
} from '../options/shared-options.ts';
import { loadPlugins } from '../plugins/load-plugins.ts';
import type { Start } from '../program.ts';
import { renderEvaluation } from '../render/evaluation.ts';

interface EvaluateOptions extends DataOptions, RecognitionOptions {
  readonly data?: string;
  readonly split: Split;
}

export function addEvaluateCommand(program: Command, start: Start): void {
  const command = program
    .command('evaluate')
    .description('score weights on a split: accuracy, recall of each class, confusion matrix')
    .option('--data <path|synthetic>', 'what to evaluate on: a path, or drawn faces')
    .addOption(
      new Option('--split <name>', 'public to choose by; private to report, once, at the end')
        .choices(['public', 'private', 'training'])
        .default('public'),
    );
  withRecognitionOptions(command);
  withDataOptions(command);
  withCommonOptions(command, [
    ['fer evaluate --data fer2013.tar.gz', 'the bundled weights on PublicTest'],
    ['fer evaluate --data fer2013.tar.gz --weights my-run --split private --json', 'your own, for a script'],
    ['fer evaluate --data synthetic --weights try', 'weights that were trained on drawn faces'],
  ]).action((options: EvaluateOptions) => start((context) => evaluateCommand(options, context)));
}

async function evaluateCommand(options: EvaluateOptions, context: CommandContext): Promise<undefined> {
  const { DEFAULT_WEIGHTS } = await import('@fer/model');
  const { weights = DEFAULT_WEIGHTS, runtime, split } = options;
  const data = requireOption(options.data, '--data', `Give a path, or --data ${SYNTHETIC} for drawn faces.`);
  const plugins = await loadPlugins(options.plugin, context.cwd);
  const dataset = await loadData(data, options, context);
  const assets = options.assets && resolveReference(options.assets, context.cwd);
  const evaluation = await evaluateSplit(dataset, split, { weights, runtime, plugins, assets }, context);

  const { name, source } = dataset;
  context.printJson({ data: { name, source }, weights, ...evaluation });
  context.print(...renderEvaluation(evaluation, context.style));
}
