import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type DataOptions, SYNTHETIC } from '../data/load-data.ts';
import { numberFrom, positiveNumber, wholeNumber } from '../options/parse-number.ts';
import { runtimeOption, withDataOptions } from '../options/shared-options.ts';

/** Seeds are numbers of 32 bits: of a longer one the rest would not count. */
const MAX_SEED = 0xffff_ffff;

/** The options of `fer train` that decide what comes out; kept in the output folder, so that `--resume` needs none. */
export interface TrainingOptions extends DataOptions {
  readonly data: string;
  readonly architecture: string;
  readonly epochs: number;
  readonly batchSize: number;
  readonly microBatchSize?: number;
  readonly learningRate: number;
  readonly optimizer: 'adam' | 'sgd';
  readonly weightDecay: number;
  readonly schedule: 'constant' | 'cosine' | 'step' | 'plateau';
  readonly warmup: number;
  readonly stepsPerEpoch?: number;
  readonly limit?: number;
  readonly seed: number;
  readonly augment: boolean;
  readonly classWeights?: true;
  readonly labelSmoothing: number;
  readonly earlyStopping?: number;
  readonly runtime: string;
  readonly dtype: 'float32' | 'float16';
  readonly licence: string;
}

const TRAINING_OPTION_NAMES: readonly (keyof TrainingOptions)[] = [
  'data',
  'skipBadRows',
  'cache',
  'architecture',
  'epochs',
  'batchSize',
  'microBatchSize',
  'learningRate',
  'optimizer',
  'weightDecay',
  'schedule',
  'warmup',
  'stepsPerEpoch',
  'limit',
  'seed',
  'augment',
  'classWeights',
  'labelSmoothing',
  'earlyStopping',
  'runtime',
  'dtype',
  'licence',
];

/**
 * Of all options of the command those that are about the training, not about one run. The path of the data is made
 * absolute, since the training may be resumed from another folder.
 */
export function pickTrainingOptions(options: TrainingOptions, cwd: string): TrainingOptions {
  const picked = Object.fromEntries(
    TRAINING_OPTION_NAMES.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  ) as unknown as TrainingOptions;
  const isPath = picked.data !== undefined && picked.data !== SYNTHETIC;
  return isPath ? { ...picked, data: resolve(cwd, picked.data) } : picked;
}

/** Adds the options of `TrainingOptions`. `--data` is not marked as required, since `--resume` knows it. */
export function withTrainingOptions(command: Command): Command {
  const count = wholeNumber(1);
  const option = (flags: string, text: string) => new Option(flags, text);
  withDataOptions(command.option('--data <path|synthetic>', 'what to train on: a path, or drawn faces'))
    .option(
      '--architecture <id>',
      'the network: tutorial-cnn, mini-xception or one of a plugin',
      'tutorial-cnn',
    )
    .addOption(
      option('--epochs <n>', 'passes, or as many times --steps-per-epoch').default(20).argParser(count),
    )
    .addOption(option('--batch-size <n>', 'images in a step').default(64).argParser(count))
    .addOption(option('--micro-batch-size <n>', 'images computed at once, to save memory').argParser(count))
    .addOption(option('--learning-rate <rate>', 'size of a step').default(0.001).argParser(positiveNumber))
    .addOption(option('--optimizer <name>', 'how to step').choices(['adam', 'sgd']).default('adam'))
    .addOption(option('--weight-decay <rate>', 'pull weights to 0').default(0).argParser(numberFrom(0, 1)))
    .addOption(
      option('--schedule <name>', 'how the learning rate changes')
        .choices(['constant', 'cosine', 'step', 'plateau'])
        .default('cosine'),
    )
    .addOption(
      option('--warmup <share>', 'share of the steps with a rising rate')
        .default(0.1)
        .argParser(numberFrom(0, 1)),
    )
    .addOption(option('--steps-per-epoch <n>', 'default: once through the images').argParser(count))
    .addOption(
      option('--limit <n>', 'train on the first n images of the Training split only').argParser(count),
    )
    .addOption(
      option('--seed <n>', 'decides all that is random').default(0).argParser(wholeNumber(0, MAX_SEED)),
    )
    .addOption(
      option('--augment', 'change images a little at random, so that none is seen twice').default(true),
    )
    .addOption(option('--no-augment', 'show the images as they are'))
    .option('--class-weights', 'make rare classes count as much as common ones')
    .addOption(
      option('--label-smoothing <share>', 'spread a share of each target')
        .default(0)
        .argParser(numberFrom(0, 1)),
    )
    .addOption(option('--early-stopping <n>', 'stop after n epochs without improvement').argParser(count))
    .addOption(runtimeOption())
    .addOption(
      option('--dtype <type>', 'how weights are stored').choices(['float32', 'float16']).default('float32'),
    )
    .option('--licence <spdx>', 'licence of the weights, for their manifest', 'LicenseRef-not-stated');
  return command;
}
