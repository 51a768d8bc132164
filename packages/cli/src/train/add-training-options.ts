import { readFileSync, statSync } from 'node:fs';
import { findBadLabel } from '@fer/core';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { withDetectionOptions } from '../data/load-own-pictures.ts';
import { numberFrom, numberWithin, positiveNumber, someShare, wholeNumber } from '../options/parse-number.ts';
import { runtimeOption, withDataOptions } from '../options/shared-options.ts';

/** Seeds are numbers of 32 bits: of a longer one the rest would not count. */
const MAX_SEED = 0xffff_ffff;

/** Farther than any picture is wide. */
const MAX_SHIFT = 1024;

/** Bytes of 255 labels of 256 characters, and some to spare. */
const LONGEST_LABELS_FILE = 2 ** 19;

type Parse = (text: string) => unknown;

/**
 * Adds the options of `TrainingOptions`, in groups. `--data` is not marked as required, since `--resume` and `--config`
 * may know it.
 */
export function withTrainingOptions(command: Command): Command {
  const count = wholeNumber(1);
  const probability = numberWithin(0, 1);
  const add = (flags: string, text: string, parse: Parse) =>
    command.addOption(new Option(flags, text).argParser(parse));
  const addDefault = (flags: string, text: string, parse: Parse, value: unknown) =>
    command.addOption(new Option(flags, text).argParser(parse).default(value));
  const addChoice = (flags: string, text: string, choices: readonly string[], value = choices[0]) =>
    command.addOption(new Option(flags, text).choices(choices).default(value));
  const addWithPreset = (flags: string, text: string, parse: Parse, preset: string) =>
    command.addOption(new Option(flags, text).argParser(parse).preset(preset));

  command.optionsGroup('Data:');
  withDataOptions(
    command.option('--data <path|synthetic>', 'what to train on, if it does not stand before the options'),
  );
  withDetectionOptions(command);
  addChoice('--targets <name>', "what to learn: the data's labels, or FER+'s votes (eight classes)", [
    'labels',
    'ferplus',
  ]);
  command.option('--ferplus <file>', "FER+'s votes; default: ferplus.csv or fer2013new.csv beside the data");
  add(
    '--labels <file>',
    'the classes to learn, one a line, or a list of JSON; default: all of the data',
    labels,
  );
  add('--limit <n>', 'train on the first n images of the Training split only', count);

  command
    .optionsGroup('Network:')
    .option(
      '--from <weights>',
      'go on from a directory, URL or id of weights; other labels get a new last layer, and the old ones learn slowly',
    );
  add(
    '--freeze <layer|n>',
    'with --from: leave its layers alone, up to this one or the first n',
    layerOrCount,
  );
  command.option(
    '--architecture <id>',
    'fer-net, tutorial-cnn, mini-xception, demo-cnn or one of a plugin',
    'fer-net',
  );
  add('--architecture-options <json>', 'its options, \'{"dropout": 0.3}\' say', jsonObject);
  addChoice('--dtype <type>', 'how weights are stored', ['float32', 'float16', 'int8']);
  command.option('--licence <spdx>', 'licence of the weights, for their manifest', 'LicenseRef-not-stated');

  command.optionsGroup('Steps:');
  addDefault('--epochs <n>', 'passes, or as many times --steps-per-epoch', count, 20);
  add('--steps-per-epoch <n>', 'default: once through the images', count);
  addDefault('--batch-size <n>', 'images in a step', count, 64);
  add('--micro-batch-size <n>', 'images computed at once, to save memory', count);
  addDefault('--learning-rate <rate>', 'size of a step', positiveNumber, 0.001);
  addChoice('--schedule <name>', 'how the learning rate changes', ['cosine', 'constant', 'step', 'plateau']);
  addDefault('--warmup <share>', 'share of the steps with a rising rate', numberFrom(0, 1), 0.1);
  add('--final-rate <share>', 'of --learning-rate, at the end of a cosine; default 0.01', probability);
  addChoice('--optimizer <name>', 'how to step', ['adam', 'sgd']);
  add('--momentum <m>', 'of sgd; default 0.9', numberFrom(0, 1));
  addDefault('--weight-decay <rate>', 'pull weights to 0', numberFrom(0, 1), 0);
  command.addOption(
    new Option(
      '--metric <name>',
      'by what the best weights are chosen; default: accuracy, for your own pictures loss',
    ).choices(['accuracy', 'loss']),
  );
  add('--early-stopping <n>', 'stop after n epochs without improvement', count);
  addDefault('--seed <n>', 'decides all that is random', wholeNumber(0, MAX_SEED), 0);
  command.addOption(runtimeOption());

  command.optionsGroup('Augmentation (pictures are changed at random, so that none is seen twice):');
  command.option(
    '--augment <id>',
    'mirror and move; strong: also turn, zoom, light, cover; none; or one of a plugin',
    'standard',
  );
  add('--augment-strength <factor>', "of the choice's strengths but --flip, 0 to 2", numberWithin(0, 2));
  add('--flip <probability>', 'mirror', probability);
  add('--rotate <degrees>', 'turn by up to as much', numberWithin(0, 180));
  add('--zoom <share>', 'change the size by up to as much', numberWithin(0, 0.5));
  add('--shift <px>', 'move by up to as many pixels', wholeNumber(0, MAX_SHIFT));
  add('--brightness <share>', 'change the brightness by up to as much', probability);
  add('--contrast <share>', 'change the contrast by up to as much', probability);
  add('--erase <probability>', 'cover a part', probability);

  command
    .optionsGroup('Generalisation:')
    .option('--class-weights', 'make rare classes count as much as common ones');
  addDefault('--label-smoothing <share>', 'spread a share of each target', numberFrom(0, 1), 0);
  addWithPreset('--ema [decay]', 'keep the average of the weights over the steps', numberFrom(0, 1), '0.999');
  addWithPreset('--mixup [alpha]', 'blend pictures by twos', positiveNumber, '0.2');
  addWithPreset('--cutmix [alpha]', 'set a piece of another picture into each', positiveNumber, '1');
  add('--mix-share <probability>', 'of batches that are mixed, each way; default 0.5', someShare);
  add('--mix-until <share>', 'of the training, then whole pictures; default 0.85', someShare);
  command.option('--teacher <weights...>', 'learn from networks too: directories, URLs or ids');
  add('--temperature <t>', "soften the teachers' answers; default 2", positiveNumber);
  add('--teacher-share <share>', "of the loss that is the teachers'; default 0.7", someShare);

  return command.optionsGroup('Other:');
}

/** A file, or the list itself, as the record of a training has it. */
function labels(text: string): readonly unknown[] {
  const listed = /^\s*\[/.test(text) ? parseJson(text) : readLines(text);
  if (!Array.isArray(listed)) throw new InvalidArgumentError('It must be a file, or a list of JSON.');
  const bad = findBadLabel(listed);
  if (bad !== undefined) throw new InvalidArgumentError(`Label ${bad.index + 1} ${bad.problem}.`);
  if (listed.length < 2 || listed.length > 255) {
    throw new InvalidArgumentError(`There must be from 2 to 255 labels, but there are ${listed.length}.`);
  }
  return listed;
}

/** The lines of a file that are not empty, without the space around them. */
function readLines(file: string): string[] {
  let text: string;
  try {
    if (statSync(file).size > LONGEST_LABELS_FILE) throw new Error('it is too long for a list of labels');
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InvalidArgumentError(`It cannot be read: ${(cause as Error).message}.`);
  }
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function layerOrCount(text: string): string | number {
  if (!/^\d+$/.test(text)) return text;
  const count = Number(text);
  if (count >= 1 && Number.isSafeInteger(count)) return count;
  throw new InvalidArgumentError('It must be the name of a layer, or a number of layers from 1.');
}

function jsonObject(text: string): unknown {
  const value = parseJson(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new InvalidArgumentError('It must be an object of JSON.');
}

/** `undefined` for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
