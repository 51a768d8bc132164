import { FerError } from '@fer/core';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { findFerPlus } from '../data/find-ferplus.ts';
import { SYNTHETIC } from '../data/load-data.ts';
import { isOwnPictures } from '../data/load-own-pictures.ts';
import { UsageError } from '../errors/usage-error.ts';
import { requireOption } from '../options/require-option.ts';
import { assertFitting } from './assert-fitting.ts';
import { type OutputFolder, readStoredOptions } from './output-folder.ts';
import { applyOwnPictureDefaults, goOnFrom } from './own-picture-defaults.ts';
import { applyConfig, readConfig, type TrainingConfig } from './read-config.ts';
import { assertFromGiven } from './recorded-weights.ts';
import { assertAllTeachers } from './teachers.ts';
import { pickTrainingOptions, type TrainingOptions } from './train-options.ts';

/** What a person asks for, from the command line and the files that it names. */
export interface RequestedOptions {
  readonly options: TrainingOptions;
  /** The file of `--config`, if there is one. */
  readonly config?: TrainingConfig;
  /** Whether the data are a folder of pictures of one's own. */
  readonly isOwnPictures: boolean;
}

interface Sources {
  readonly folder: OutputFolder;
  readonly resume: boolean;
  /** The value of `--config`. */
  readonly file?: string;
  readonly context: CommandContext;
}

/**
 * Puts the options of a training together: flags come before `--config`, or before what the training to be resumed was
 * started with, and these before defaults.
 *
 * @throws UsageError for options that do not go together; FerError whatever `readConfig` and `readStoredOptions` throw,
 * `FER_CHECKPOINT_NOT_FOUND` if there is nothing to resume
 */
export async function requestedOptions(command: Command, sources: Sources): Promise<RequestedOptions> {
  const { folder, resume, file, context } = sources;
  const { cwd } = context;
  if (resume && file !== undefined) {
    throw new UsageError(
      '--config and --resume exclude each other: the folder keeps the options of its training.',
    );
  }
  const config = file === undefined ? undefined : await readConfig(file, command, cwd);
  if (config) applyConfig(command, config);

  const resumed = resume ? await resumedOptions(command, folder, cwd) : undefined;
  const data = requireOption(
    resumed?.data ?? command.opts<TrainingOptions>().data,
    '--data',
    `Give a path, or --data ${SYNTHETIC} for drawn faces.`,
  );
  const isOwn = await isOwnPictures(data, context);
  const options = resumed ?? (isOwn ? await ownOptions(command, config, cwd) : givenOptions(command, cwd));
  if (config) {
    assertAllTeachers(config, options.teacher);
    assertFromGiven(config.file, config.from, options.from);
  }
  if (options.from !== undefined && command.getOptionValueSource('architecture') === 'cli') {
    throw new UsageError(
      '--architecture and --from exclude each other: the weights bring their network along.',
    );
  }
  assertFitting(options);
  if (isOwn && options.targets === 'ferplus') {
    throw new UsageError('--targets ferplus is for FER2013: nobody has voted on pictures of your own.');
  }
  return { options: withFerPlus(options, cwd), config, isOwnPictures: isOwn };
}

function givenOptions(command: Command, cwd: string): TrainingOptions {
  return pickTrainingOptions(command.opts<TrainingOptions>(), cwd);
}

function ownOptions(
  command: Command,
  config: TrainingConfig | undefined,
  cwd: string,
): Promise<TrainingOptions> {
  applyOwnPictureDefaults(command);
  return goOnFrom(givenOptions(command, cwd), command, config);
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

/** Paths are absolute by then. */
function withFerPlus(options: TrainingOptions, cwd: string): TrainingOptions {
  const { targets, data, ferplus } = options;
  if (targets !== 'ferplus') return options;
  return { ...options, ferplus: findFerPlus(data, ferplus, cwd, '--targets ferplus') };
}
