import { relative, resolve } from 'node:path';
import type { Runtime } from '@fer/core';
import { type FaceDataset, selectLabels } from '@fer/dataset';
import type { Weights } from '@fer/model';
import type { TrainResult } from '@fer/train';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { loadData } from '../data/load-data.ts';
import { hasOwnPictures, loadOwnPictures } from '../data/load-own-pictures.ts';
import { Unfinished } from '../errors/unfinished.ts';
import { UsageError } from '../errors/usage-error.ts';
import { evaluateSplit } from '../evaluation/evaluate-split.ts';
import type { LabelSource } from '../evaluation/select-images.ts';
import { requireOption } from '../options/require-option.ts';
import { pluginOption, withCommonOptions } from '../options/shared-options.ts';
import { openRegistry } from '../plugins/open-registry.ts';
import { renderEvaluation } from '../render/evaluation.ts';
import { shellWord } from '../render/shell-word.ts';
import { splitNames } from '../render/split-names.ts';
import type { Start } from '../start.ts';
import { withTrainingOptions } from '../train/add-training-options.ts';
import { augmentationFromOptions } from '../train/augmentation.ts';
import { calibrateWeights, LEAST_OWN_PICTURES } from '../train/calibrate.ts';
import { lockOutput } from '../train/lock-output.ts';
import { makeFolder } from '../train/make-folder.ts';
import { assertFree, outputFolder, storeOptions } from '../train/output-folder.ts';
import { assertSameWeights, loadRecordedWeights } from '../train/recorded-weights.ts';
import { requestedOptions } from '../train/requested-options.ts';
import { runTraining } from '../train/run-training.ts';
import { salvageWeights } from '../train/salvage.ts';
import { saveTrained, trainedWeights } from '../train/save-trained.ts';
import { selectValidationImages, trainingLabels } from '../train/select-training-images.ts';
import { assertSameTeachers, loadTeachers } from '../train/teachers.ts';
import type { TrainingOptions } from '../train/train-options.ts';

/** Options that are about this run, not about the training. */
interface RunOptions {
  readonly out?: string;
  readonly resume?: true;
  readonly config?: string;
  readonly plugin: readonly string[];
}

export function addTrainCommand(program: Command, start: Start): void {
  const command = program
    .command('train')
    .description('train a network; keep the weights that do best on PublicTest')
    .argument(
      '[data]',
      'what to train on: a path, a folder of your own pictures (happy/, bored/ …), or synthetic',
    )
    .option('--out <dir>', 'a new folder for weights, checkpoints and a log of metrics')
    .option('--resume', 'go on with the training in --out, exactly as if it had never stopped')
    .option(
      '--config <file>',
      'options from a file of JSON, or those of trained weights from their fer.json; flags come first',
    );
  withTrainingOptions(command);
  withCommonOptions(command, [
    ['fer train my-pictures --out run', 'happy/, bored/ …: your own labels, on top of the bundled weights'],
    ['fer train --data synthetic --out try --epochs 3', 'on drawn faces: nothing to download'],
    ['fer train --data fer2013.tar.gz --out run --epochs 30', 'on the real ones'],
    ['fer train --out run --resume', 'go on after Ctrl+C, a crash or a kill'],
    ['fer train --data fer2013.csv --out quick --limit 2000 --epochs 2', 'on the first 2,000 images'],
    [
      'fer train --data fer2013.tar.gz --out far --augment strong --ema --mixup',
      'to go on improving for long',
    ],
    ['fer train --data fer2013.tar.gz --out votes --targets ferplus', "on FER+'s votes, eight classes"],
    ['fer train --data fer2013.tar.gz --out small --teacher run far', 'also from two networks'],
    [
      'fer train --data fer2013.tar.gz --out three --from fer-net --labels three.txt',
      'three classes, from weights',
    ],
    ['fer train --config run/fer.json --data fer2013.tar.gz --out again', 'repeat a training'],
  ])
    .addOption(pluginOption())
    .action((data: string | undefined) => start((context) => trainCommand(command, data, context)));
}

async function trainCommand(
  command: Command,
  data: string | undefined,
  context: CommandContext,
): Promise<undefined> {
  if (data !== undefined) takeData(command, data);
  const { out, resume = false, config: file, plugin } = command.opts<RunOptions>();
  const path = requireOption(out, '--out', 'Give a new folder for the weights: --out my-run');
  const folder = outputFolder(resolve(context.cwd, path));
  const {
    options: requested,
    config,
    isOwnPictures,
  } = await requestedOptions(command, { folder, resume, file, context });
  const { selectTrainingRuntime } = await import('@fer/train');
  const opened = await openRegistry(plugin, context.cwd);
  if (requested.from === undefined) opened.registry.architectures.get(requested.architecture);
  // A misspelt name or a strength that it does not have is told before the data is read.
  augmentationFromOptions(requested, opened.registry);
  const runtime = await selectTrainingRuntime({ runtime: requested.runtime, plugins: opened.plugins });

  if (!resume) await assertFree(folder);
  const { teacher: references = [], from: origin } = requested;
  const from =
    origin === undefined
      ? undefined
      : await loadRecordedWeights(origin, { ...opened, signal: context.signal });
  const architecture = from?.weights.architecture.id ?? requested.architecture;
  if (config?.from && from) {
    assertSameWeights(from, config.from, '--from', `what the training of ${file} went on from`);
  }
  const whole = isOwnPictures
    ? await loadOwnPictures(
        requested.data,
        {
          ...requested,
          ...opened,
          input: (from?.weights ?? opened.registry.architectures.get(architecture)).input,
        },
        context,
      )
    : await loadData(requested.data, requested, context);
  const labels = requested.labels ?? whole.labelNames;
  const dataset = requested.labels === undefined ? whole : selectLabels(whole, requested.labels);
  // A training that is resumed must take no other runtime because one more works now, and no other labels.
  const options: TrainingOptions = { ...requested, runtime: runtime.id, ...(labels && { labels }) };
  const teachers = await loadTeachers(references, trainingLabels(options), {
    ...opened,
    signal: context.signal,
  });
  if (config) assertSameTeachers(config, teachers);
  if (!resume) await makeFolder(folder.path);
  const unlock = lockOutput(folder);
  try {
    if (!resume) await begin();
    const result = await trainOrSalvage(dataset);
    await saveTrained(
      folder,
      await calibrated(trainedWeights(result, dataset, options, teachers, from), dataset),
      options,
    );
    await report(result, dataset, runtime);
  } finally {
    unlock();
  }

  async function begin(): Promise<void> {
    // Another training may have come and gone while the data was read.
    await assertFree(folder);
    storeOptions(folder, options);
  }

  async function calibrated(weights: Weights, data: FaceDataset): Promise<Weights> {
    const images = selectValidationImages(data, options);
    const isTooFew = images && isOwnPictures && images.count < LEAST_OWN_PICTURES;
    if (images === undefined || isTooFew) return weights;
    const name = `${data.name} public${options.targets === 'ferplus' ? ', majority of FER+' : ''}`;
    const { plugins } = opened;
    const { signal } = context;
    return calibrateWeights(weights, { images, labels: trainingLabels(options), name, plugins, signal });
  }

  async function trainOrSalvage(data: FaceDataset): Promise<TrainResult> {
    const origins = origin === undefined ? '' : `, going on from ${origin},`;
    context.print(`Training ${architecture}${origins} on ${data.name} with the runtime ${runtime.id}.`);
    try {
      return await runTraining(
        data,
        options,
        { ...opened, runtime, from, teachers, folder, resume },
        context,
      );
    } catch (error) {
      const { aborted, reason } = context.signal;
      throw aborted && error === reason ? await salvage(data, error) : error;
    }
  }

  async function salvage(data: FaceDataset, reason: unknown): Promise<Unfinished> {
    const salvaged = await salvageWeights(folder, data, options, teachers, from).catch((error: unknown) => {
      context.complain(error);
    });
    const { history = [], epoch = null } = salvaged ?? {};
    const again = shellWord(relative(context.cwd, folder.path) || '.');
    const which = salvaged?.isBest ? 'The best weights so far' : 'The last weights, not scored yet';
    const kept = salvaged ? `${which}, of epoch ${salvaged.epoch + 1}, are in ${again}. ` : '';
    return new Unfinished(reason, {
      result: { out: folder.path, architecture, runtime: runtime.id, bestEpoch: epoch, history },
      advice: `${kept}Go on with: fer train --out ${again} --resume`,
    });
  }

  async function report(trained: TrainResult, data: FaceDataset, usedRuntime: Runtime): Promise<void> {
    const { best, history, stoppedEarly, training } = trained;
    const evaluation = trained.best.validation
      ? await evaluateSplit(
          data,
          'public',
          { weights: folder.path, runtime: 'auto', labelSource: labelSource(options), ...opened },
          context,
        )
      : undefined;
    context.printJson({
      out: folder.path,
      architecture,
      runtime: usedRuntime.id,
      bestEpoch: best.epoch,
      stoppedEarly,
      seconds: training.seconds,
      history,
      ...(hasOwnPictures(data) && { leftOut: data.leftOut }),
      evaluation: evaluation ?? null,
    });
    const splits = splitNames(data);
    if (evaluation) context.print('', ...renderEvaluation(evaluation, context.style, splits));
    else context.warn(`The data has no ${splits.public} split, so the last weights were kept, unscored.`);
    context.print('', `Weights of epoch ${best.epoch + 1}: ${relative(context.cwd, folder.path) || '.'}`);
  }
}

/** What stands before the options is the value of `--data`. */
function takeData(command: Command, data: string): void {
  if (command.getOptionValueSource('data') !== undefined) {
    throw new UsageError(`The data is given twice: ${data}, and --data. Give it once.`);
  }
  command.setOptionValueWithSource('data', data, 'cli');
}

/** Whose labels a training is scored by. */
function labelSource({ targets }: TrainingOptions): LabelSource {
  return targets === 'ferplus' ? 'ferplus' : 'fer2013';
}
