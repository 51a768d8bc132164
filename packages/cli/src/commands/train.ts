import { relative, resolve } from 'node:path';
import { FerError, type Runtime } from '@fer/core';
import type { FaceDataset } from '@fer/dataset';
import type { TrainResult } from '@fer/train';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { loadData, SYNTHETIC } from '../data/load-data.ts';
import { Unfinished } from '../errors/unfinished.ts';
import { evaluateSplit } from '../evaluation/evaluate-split.ts';
import { requireOption } from '../options/require-option.ts';
import { pluginOption, withCommonOptions } from '../options/shared-options.ts';
import { openRegistry } from '../plugins/open-registry.ts';
import type { Start } from '../program.ts';
import { renderEvaluation } from '../render/evaluation.ts';
import { shellWord } from '../render/shell-word.ts';
import { lockOutput } from '../train/lock-output.ts';
import { makeFolder } from '../train/make-folder.ts';
import {
  assertFree,
  type OutputFolder,
  outputFolder,
  readStoredOptions,
  storeOptions,
} from '../train/output-folder.ts';
import { runTraining } from '../train/run-training.ts';
import { salvageWeights } from '../train/salvage.ts';
import { saveTrained, trainedWeights } from '../train/save-trained.ts';
import { pickTrainingOptions, type TrainingOptions, withTrainingOptions } from '../train/train-options.ts';

/** Options that are about this run, not about the training. */
interface RunOptions {
  readonly out?: string;
  readonly resume?: true;
  readonly plugin: readonly string[];
}

export function addTrainCommand(program: Command, start: Start): void {
  const command = program
    .command('train')
    .description('train a network; keep the weights that do best on PublicTest')
    .option('--out <dir>', 'a new folder for weights, checkpoints and a log of metrics')
    .option('--resume', 'go on with the training in --out, exactly as if it had never stopped');
  withTrainingOptions(command);
  withCommonOptions(command, [
    ['fer train --data synthetic --out try --epochs 3', 'on drawn faces: nothing to download'],
    ['fer train --data fer2013.tar.gz --out run --epochs 30', 'on the real ones'],
    ['fer train --out run --resume', 'go on after Ctrl+C, a crash or a kill'],
    ['fer train --data fer2013.csv --out quick --limit 2000 --epochs 2', 'on the first 2,000 images'],
  ])
    .addOption(pluginOption())
    .action(() => start((context) => trainCommand(command, context)));
}

async function trainCommand(command: Command, context: CommandContext): Promise<undefined> {
  const { out, resume = false, plugin } = command.opts<RunOptions>();
  const path = requireOption(out, '--out', 'Give a new folder for the weights: --out my-run');
  const folder = outputFolder(resolve(context.cwd, path));
  const { selectTrainingRuntime } = await import('@fer/train');
  const opened = await openRegistry(plugin, context.cwd);
  const requested = resume
    ? await resumedOptions(command, folder, context.cwd)
    : givenOptions(command, context.cwd);
  opened.registry.architectures.get(requested.architecture);
  const runtime = await selectTrainingRuntime({ runtime: requested.runtime, plugins: opened.plugins });
  // A training that is resumed must not take another runtime because one more works now.
  const options = { ...requested, runtime: runtime.id };

  if (!resume) await assertFree(folder);
  const dataset = await loadData(options.data, options, context);
  if (!resume) await makeFolder(folder.path);
  const unlock = lockOutput(folder);
  try {
    if (!resume) await begin();
    const result = await trainOrSalvage(dataset);
    await saveTrained(folder, trainedWeights(result, dataset, options), options);
    await report(result, dataset, runtime);
  } finally {
    unlock();
  }

  async function begin(): Promise<void> {
    // Another training may have come and gone while the data was read.
    await assertFree(folder);
    storeOptions(folder, options);
  }

  async function trainOrSalvage(data: FaceDataset): Promise<TrainResult> {
    context.print(`Training ${options.architecture} on ${data.name} with the runtime ${runtime.id}.`);
    try {
      return await runTraining(data, options, opened, runtime, context, { folder, resume });
    } catch (error) {
      const { aborted, reason } = context.signal;
      throw aborted && error === reason ? await salvage(data, error) : error;
    }
  }

  async function salvage(data: FaceDataset, reason: unknown): Promise<Unfinished> {
    const salvaged = await salvageWeights(folder, data, options).catch((error: unknown) => {
      context.complain(error);
    });
    const { architecture } = options;
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
      ? await evaluateSplit(data, 'public', { weights: folder.path, runtime: 'auto', ...opened }, context)
      : undefined;
    context.printJson({
      out: folder.path,
      architecture: options.architecture,
      runtime: usedRuntime.id,
      bestEpoch: best.epoch,
      stoppedEarly,
      seconds: training.seconds,
      history,
      evaluation: evaluation ?? null,
    });
    if (evaluation) context.print('', ...renderEvaluation(evaluation, context.style));
    else context.warn('The data has no PublicTest split, so the last weights were kept, unscored.');
    context.print('', `Weights of epoch ${best.epoch + 1}: ${relative(context.cwd, folder.path) || '.'}`);
  }
}

function givenOptions(command: Command, cwd: string): TrainingOptions {
  const options = pickTrainingOptions(command.opts<TrainingOptions>(), cwd);
  requireOption(options.data, '--data', `Give a path, or --data ${SYNTHETIC} for drawn faces.`);
  return options;
}

/** What the training was started with; options that are given again must agree, which `train` checks. */
async function resumedOptions(command: Command, folder: OutputFolder, cwd: string): Promise<TrainingOptions> {
  const stored = await readStoredOptions(folder);
  if (stored === undefined) {
    throw new FerError('FER_CHECKPOINT_NOT_FOUND', `There is no training to go on with in ${folder.path}.`, {
      details: { folder: folder.path },
    });
  }
  const options = pickTrainingOptions(command.opts<TrainingOptions>(), cwd);
  const isGiven = (name: string) => command.getOptionValueSource(name) === 'cli';
  const given = Object.fromEntries(Object.entries(options).filter(([name]) => isGiven(name)));
  return { ...options, ...stored, ...given };
}
