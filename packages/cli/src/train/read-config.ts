import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { assertOptions, describeValue, FerError } from '@fer/core';
import { type Command, InvalidArgumentError, type Option } from 'commander';
import { UsageError } from '../errors/usage-error.ts';
import { isWeightsRecord, type WeightsRecord } from './recorded-weights.ts';
import type { RecordedTeachers } from './teachers.ts';
import { TRAINING_OPTION_NAMES } from './train-options.ts';

/** What a file for `--config` says. */
export interface TrainingConfig extends RecordedTeachers {
  /** Values by the names of `TrainingOptions`, as the flags would have given them. */
  readonly options: ReadonlyMap<string, unknown>;
  /** What the training went on from, if it did. */
  readonly from?: WeightsRecord;
}

/**
 * Reads options of a training from a file: JSON with the names of `TrainingOptions`, or the manifest of weights
 * (`fer.json`), which holds those of its training. Every value goes through the parser of its flag.
 *
 * @param command whose flags they are
 * @throws UsageError naming the field that cannot be; FerError `FER_INVALID_ARGUMENT` for one that there is not,
 * `FER_WEIGHTS_FORMAT` for a manifest that is not valid
 */
export async function readConfig(file: string, command: Command, cwd: string): Promise<TrainingConfig> {
  const { teacher, from, ...fields } = await readFields(file, cwd);
  assertOptions({ ...fields, teacher, from }, TRAINING_OPTION_NAMES, file);
  const options = new Map<string, unknown>();
  const take = (name: string, value: unknown) => {
    const option = command.options.find((one) => one.attributeName() === name)!;
    options.set(name, parseField(option, value, `${file}: \`${name}\``));
  };
  for (const [name, value] of Object.entries(fields)) take(name, value);
  const teachers = readTeachers(teacher);
  if (teachers === undefined) take('teacher', teacher);
  if (from !== undefined && !isWeightsRecord(from)) take('from', from);
  return { file, options, teachers: teachers ?? [], ...(isWeightsRecord(from) && { from }) };
}

/** Gives the command what a config says, where the command line says nothing. */
export function applyConfig(command: Command, { options }: TrainingConfig): void {
  for (const [name, value] of options) {
    if (command.getOptionValueSource(name) !== 'cli') command.setOptionValueWithSource(name, value, 'config');
  }
}

async function readFields(file: string, cwd: string): Promise<{ readonly [name: string]: unknown }> {
  const path = resolve(cwd, file);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new UsageError(`--config ${file} is not there. Give a file of JSON.`);
    throw error;
  });
  const content = parseObject(bytes.toString('utf8'), file);
  if (!Object.hasOwn(content, 'formatVersion')) return content;

  const { parseManifest } = await import('@fer/model');
  const { training } = parseManifest(bytes, path);
  const options = training?.options;
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) {
    return options as { readonly [name: string]: unknown };
  }
  throw new FerError(
    'FER_WEIGHTS_FORMAT',
    `The manifest ${file} holds no \`training.options\`: these weights were not made by fer train, or by an earlier version. Give the options themselves.`,
    { details: { file, field: 'training.options' } },
  );
}

function parseObject(text: string, file: string): { readonly [name: string]: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`--config ${file} is not JSON: ${(cause as Error).message}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new UsageError(`--config ${file} must hold an object of options, but holds ${describeValue(value)}.`);
}

/** The value that the flag would have given. */
function parseField(option: Option, value: unknown, field: string): unknown {
  const wrong = (expected: string) =>
    new UsageError(`${field} must be ${expected}, but is ${describeValue(value)}.`);
  const isFlag = !option.required && !option.optional;
  if (isFlag) {
    if (typeof value !== 'boolean') throw wrong('true or false');
    // A flag that is not given has no value; only `--no-…` has one either way.
    return value || option.negate ? value : undefined;
  }
  if (option.variadic) {
    const isList = Array.isArray(value) && value.length > 0 && value.every(isText);
    if (!isList) throw wrong('a list of texts');
    return value;
  }
  if (option.parseArg === undefined) {
    if (!isText(value)) throw wrong('a text');
    return value;
  }
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  let parsed: unknown;
  try {
    parsed = option.parseArg(text, undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UsageError(`${field} is ${describeValue(value)}. ${error.message}`);
  }
  // The text '5' is no number, although a flag would read it as one.
  if (typeof parsed !== typeof value) throw wrong(typeof parsed === 'number' ? 'a number' : 'an object');
  return parsed;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The teachers of a record; none where there are none, `undefined` for what is something else. */
function readTeachers(value: unknown): readonly WeightsRecord[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.every(isWeightsRecord) ? value : undefined;
}
