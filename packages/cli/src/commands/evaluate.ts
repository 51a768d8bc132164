import type { FaceDataset, Split } from '@fer/dataset';
import type { TestTimeAugmentation } from '@fer/model';
import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { findFerPlus } from '../data/find-ferplus.ts';
import { type DataOptions, loadData, SYNTHETIC } from '../data/load-data.ts';
import {
  type DetectionOptions,
  hasOwnPictures,
  isOwnPictures,
  loadOwnPictures,
  withDetectionOptions,
} from '../data/load-own-pictures.ts';
import { UsageError } from '../errors/usage-error.ts';
import { evaluateSplit } from '../evaluation/evaluate-split.ts';
import { LABEL_SOURCES, type LabelSource } from '../evaluation/select-images.ts';
import { requireOption } from '../options/require-option.ts';
import { resolveReference } from '../options/resolve-reference.ts';
import {
  type RecognitionOptions,
  withCommonOptions,
  withDataOptions,
  withRecognitionOptions,
} from '../options/shared-options.ts';
import { loadPlugins } from '../plugins/load-plugins.ts';
import { renderEvaluation } from '../render/evaluation.ts';
import { splitNames } from '../render/split-names.ts';
import type { Start } from '../start.ts';

interface EvaluateOptions extends DataOptions, DetectionOptions, RecognitionOptions {
  readonly data?: string;
  readonly split: Split;
  readonly labels: LabelSource;
  readonly against?: string;
  readonly tta: TestTimeAugmentation;
  readonly withoutCopies?: true;
  readonly allPictures?: true;
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
    )
    .addOption(
      new Option('--labels <name>', 'whose labels count: of FER2013, or what most people of FER+ voted for')
        .choices(LABEL_SOURCES)
        .default('fer2013'),
    )
    .option('--ferplus <file>', 'the votes of FER+; default: ferplus.csv or fer2013new.csv beside the data')
    .option('--against <dir|id>', 'other weights, compared on the same images by the test of McNemar')
    .addOption(
      new Option(
        '--tta <name>',
        'also score the mean over an image and its mirror image, of all or of unsure ones, or over ten crops',
      )
        .choices(['none', 'flip', 'flip-unsure', 'ten-crop'] satisfies TestTimeAugmentation[])
        .default('none'),
    )
    .option('--without-copies', 'also score without the images that Training holds too, exactly or nearly');
  withDetectionOptions(command).option(
    '--all-pictures',
    'of a folder of your own: score all, not only those that fer train sets aside',
  );
  withRecognitionOptions(command);
  withDataOptions(command);
  withCommonOptions(command, [
    ['fer evaluate --data fer2013.tar.gz', 'the bundled weights on PublicTest'],
    ['fer evaluate --data fer2013.tar.gz --weights my-run --split private --json', 'your own, for a script'],
    ['fer evaluate --data fer2013.tar.gz --weights my-run --against tutorial-cnn', 'are they really better?'],
    ['fer evaluate --data fer2013.tar.gz --labels ferplus', 'by the better labels of FER+'],
    [
      'fer evaluate --data my-pictures --weights run',
      'happy/, bored/ …: what fer train my-pictures set aside',
    ],
    ['fer evaluate --data synthetic --weights try', 'weights that were trained on drawn faces'],
  ]).action((options: EvaluateOptions) => start((context) => evaluateCommand(options, context)));
}

async function evaluateCommand(options: EvaluateOptions, context: CommandContext): Promise<undefined> {
  const { DEFAULT_WEIGHTS } = await import('@fer/model');
  const { weights = DEFAULT_WEIGHTS, runtime, split, labels, against, tta, withoutCopies } = options;
  const data = requireOption(options.data, '--data', `Give a path, or --data ${SYNTHETIC} for drawn faces.`);
  if (withoutCopies && split === 'training') {
    throw new UsageError('--without-copies is for the splits that are not Training: every image is its own.');
  }
  if (options.ferplus !== undefined && labels !== 'ferplus') {
    throw new UsageError('--ferplus is for --labels ferplus. Give both, or neither.');
  }
  const ferplus =
    labels === 'ferplus' ? findFerPlus(data, options.ferplus, context.cwd, '--labels ferplus') : undefined;
  const plugins = await loadPlugins(options.plugin, context.cwd);
  const assets = options.assets && resolveReference(options.assets, context.cwd);
  const dataset = (await isOwnPictures(data, context))
    ? await openPictures()
    : await loadData(data, { ...options, ferplus }, context);
  const evaluation = await evaluateSplit(
    dataset,
    split,
    {
      weights,
      runtime,
      plugins,
      assets,
      against,
      tta,
      withoutCopies,
      labelSource: labels,
      calibrated: !options.uncalibrated,
    },
    context,
  );

  const { name, source } = dataset;
  const leftOut = hasOwnPictures(dataset) ? { leftOut: dataset.leftOut } : {};
  context.printJson({ data: { name, source, ...leftOut }, weights, ...evaluation });
  context.print(...renderEvaluation(evaluation, context.style, splitNames(dataset)));

  async function openPictures(): Promise<FaceDataset> {
    if (labels === 'ferplus')
      throw new UsageError('--labels ferplus is for FER2013, not for pictures of your own.');
    const { loadModel } = await import('@fer/model');
    const { warn: onWarning, signal } = context;
    const model = await loadModel({ weights, runtime, plugins, assets, onWarning, signal });
    const { input } = model.weights;
    model.dispose();
    const { detect, detector, allPictures } = options;
    const validationShare = allPictures ? 1 : undefined;
    return loadOwnPictures(data, { input, detect, detector, plugins, assets, validationShare }, context);
  }
}
