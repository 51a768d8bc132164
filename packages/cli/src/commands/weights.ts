import { readFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import type { ModelGraph } from '@fer/core';
import type { Split } from '@fer/dataset';
import type { ForeignInput, ImportWeightsOptions } from '@fer/formats';
import type { Weights } from '@fer/model';
import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type DataOptions, loadData } from '../data/load-data.ts';
import { UsageError } from '../errors/usage-error.ts';
import { evaluateSplit } from '../evaluation/evaluate-split.ts';
import { pluginOption, withCommonOptions, withDataOptions } from '../options/shared-options.ts';
import { type OpenRegistry, openRegistry } from '../plugins/open-registry.ts';
import { renderEvaluation } from '../render/evaluation.ts';
import { formatBytes, formatCount } from '../render/numbers.ts';
import type { Start } from '../start.ts';
import { openOwn, ownReference } from '../weights/open-weights.ts';
import { writeFiles } from '../weights/write-files.ts';

interface ReadOptions {
  readonly format?: string;
  readonly plugin: readonly string[];
}

interface ConvertOptions extends ReadOptions, DataOptions {
  readonly input?: string;
  readonly labels?: string;
  readonly logits?: true;
  readonly licence?: string;
  readonly architecture?: string;
  readonly names?: string;
  readonly to?: string;
  readonly check?: string;
  readonly split: Split;
}

/** The value of `--to` for a weights directory of ours. */
const OWN = 'fer';

/** What a name's end stands for, where `--to` does not say. */
const FORMATS_BY_END: { readonly [end: string]: string } = {
  '.h5': 'keras-h5',
  '.hdf5': 'keras-h5',
  '.keras': 'keras',
  '.onnx': 'onnx',
  '.safetensors': 'safetensors',
};

export function addWeightsCommand(program: Command, start: Start): void {
  const weights = program
    .command('weights')
    .description('bring weights from other tools, and take them there');
  const convert = weights
    .command('convert')
    .description('turn weights of Keras, TF.js, ONNX or PyTorch into ours, or ours into theirs')
    .argument('<files...>', 'what to read: files, or a weights directory or an id; and last where to write')
    .option(
      '--input <preset>',
      'what the network expects of a picture, which no file says: fer2013-01, xception-pm1, ferplus-255, imagenet-224, or JSON',
    )
    .option(
      '--labels <names>',
      'in the order of the outputs, with commas between; default: those of the preset',
    )
    .option('--logits', 'the network gives logits, whatever its last layer: put a softmax after it')
    .option('--licence <expression>', 'an SPDX expression; default: NOASSERTION')
    .option('--architecture <id>', 'the network, for files that hold tensors alone (safetensors)')
    .option('--names <file>', 'JSON: their name of a layer or a tensor by ours, for such files')
    .option('--format <id>', 'of the files; default: found by their content')
    .option(
      '--to <format>',
      `keras, keras-h5, tfjs-layers, onnx, safetensors or ${OWN}; default: by the end of the name`,
    )
    .option(
      '--check <data>',
      'score the result at once on a data set or folder, so that a wrong preset is seen',
    )
    .addOption(
      new Option('--split <name>', 'of the data that --check scores on')
        .choices(['public', 'private', 'training'])
        .default('public'),
    )
    .addOption(pluginOption());
  withDataOptions(convert);
  withCommonOptions(convert, [
    ['fer weights convert mini_xception.h5 out --input xception-pm1', 'a whole model of Keras'],
    [
      'fer weights convert fer.json fer.h5 out --input fer2013-01 --check fer2013.tar.gz',
      'structure and weights',
    ],
    ['fer weights convert fer-net fer-net.onnx', 'ours for other engines'],
  ]).action((files: string[], options: ConvertOptions) =>
    start((context) => convertWeights(files, options, context)),
  );

  const info = weights
    .command('info')
    .description('say what weights are: labels, input, size, licence, figures; of other tools the layers')
    .argument('<files...>', 'files of another tool, or a weights directory, its URL, or an id')
    .option('--format <id>', 'of the files; default: found by their content')
    .addOption(pluginOption());
  withCommonOptions(info, [
    ['fer weights info mini_xception.h5', 'a model of Keras'],
    ['fer weights info fer-net --json', 'the bundled weights, for a script'],
    ['fer weights info https://example.org/weights/', 'before they are downloaded'],
  ]).action((files: string[], options: ReadOptions) =>
    start((context) => weightsInfo(files, options, context)),
  );
}

async function convertWeights(
  files: readonly string[],
  options: ConvertOptions,
  context: CommandContext,
): Promise<undefined> {
  const out = files.at(-1)!;
  const read = files.slice(0, -1);
  if (read.length === 0)
    throw new UsageError(
      `There is nothing to read. Say what, and then where to write: fer weights convert model.h5 ${out}`,
    );
  const opened = await openRegistry(options.plugin, context.cwd);
  const { plugins } = opened;
  const own = ownReference(read, context.cwd);
  const weights =
    own === undefined
      ? await importFiles(read, options, opened, context)
      : await openOwn(own, plugins, context);
  const to = options.to ?? FORMATS_BY_END[extname(out).toLowerCase()] ?? OWN;
  const path = resolve(context.cwd, out);
  if (to === OWN) {
    const { saveWeights } = await import('@fer/model');
    await saveWeights(path, weights);
  } else {
    const { exportWeights } = await import('@fer/formats');
    await writeFiles(path, await exportWeights(weights, to, { plugins }));
  }

  const { labels, input, training } = weights;
  const notes = own === undefined ? ((training?.notes ?? []) as readonly string[]) : [];
  const check =
    options.check === undefined
      ? undefined
      : await checkWeights(options.check, weights, options, plugins, context);
  context.printJson({ out: path, format: to, labels, input, notes, check });
  context.print(
    `${context.style('green', 'written')}: ${path} (${to === OWN ? 'weights directory' : to}), ${labels.length} classes, ${input.width}×${input.height}×${input.channels}`,
    ...notes.map((note) => `note: ${note}`),
    ...(check ? ['', ...renderEvaluation(check, context.style)] : []),
  );
}

async function importFiles(
  files: readonly string[],
  options: ConvertOptions,
  { plugins, registry }: OpenRegistry,
  { cwd, signal }: CommandContext,
): Promise<Weights> {
  const { importWeights, INPUT_PRESETS } = await import('@fer/formats');
  const { input: given, labels: listed, architecture, names, logits, licence, format } = options;
  const input = readInput(given, Object.keys(INPUT_PRESETS));
  const labels = listed?.split(',').map((label) => label.trim());
  const preset = typeof input === 'string' ? INPUT_PRESETS[input] : undefined;
  const classes =
    labels?.length ?? (preset !== undefined && 'labels' in preset ? preset.labels.length : undefined);
  let graph: ModelGraph | undefined;
  if (architecture !== undefined) {
    const { build, defaults } = registry.architectures.get(architecture);
    if (classes === undefined)
      throw new UsageError('--architecture needs --labels, to know how many classes there are.');
    graph = build(defaults, classes);
  }
  return importWeights(
    files.map((file) => resolve(cwd, file)),
    {
      input,
      plugins,
      signal,
      name: architecture ?? plainName(files[0]!),
      ...(labels && { labels }),
      ...(logits && { logits }),
      ...(licence === undefined ? {} : { licence }),
      ...(format === undefined ? {} : { format }),
      ...(graph && { graph }),
      ...(names === undefined ? {} : { tensorNames: await readNames(resolve(cwd, names)) }),
    },
  );
}

/** @throws UsageError naming the presets: a guess would be wrong without a sign of it */
function readInput(given: string | undefined, presets: readonly string[]): ImportWeightsOptions['input'] {
  const advice = `Give one of ${presets.join(', ')}, or JSON: {"width":48,"height":48,"channels":1,"range":[0,1]}. No file says what its network expects of a picture.`;
  if (given === undefined) throw new UsageError(`--input is missing. ${advice}`);
  if (presets.includes(given)) return given as ImportWeightsOptions['input'];
  try {
    const value: unknown = JSON.parse(given);
    if (typeof value === 'object' && value !== null) {
      return { resize: 'bilinear-antialias', ...value } as ForeignInput;
    }
  } catch {}
  throw new UsageError(`--input '${given.slice(0, 60)}' is not known. ${advice}`);
}

async function readNames(path: string): Promise<{ readonly [ours: string]: string }> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new UsageError(`--names ${path} cannot be read as JSON: ${(cause as Error).message}`);
  }
}

/** What an architecture may be called: no white space. */
function plainName(file: string): string {
  return basename(file, extname(file)).replaceAll(/\s+/g, '-') || 'imported';
}

function checkWeights(
  data: string,
  weights: Weights,
  options: ConvertOptions,
  plugins: OpenRegistry['plugins'],
  context: CommandContext,
) {
  return loadData(data, options, context).then((dataset) =>
    evaluateSplit(dataset, options.split, { weights, runtime: 'auto', plugins }, context),
  );
}

async function weightsInfo(
  files: readonly string[],
  { plugin, format }: ReadOptions,
  context: CommandContext,
): Promise<undefined> {
  const { plugins } = await openRegistry(plugin, context.cwd);
  const own = ownReference(files, context.cwd);
  if (own !== undefined) {
    const { describeWeights } = await import('@fer/model');
    const description = await describeWeights(own, { plugins, signal: context.signal });
    const { architecture, labels, input, licence, parameters, byteLength, figures } = description;
    context.printJson({ format: OWN, ...description });
    context.print(
      `${context.style('bold', architecture.id)}  weights of @fer, ${formatCount(parameters)} parameters in ${formatBytes(byteLength)}, ${licence}`,
      `input   ${input.width}×${input.height}×${input.channels} in [${input.range}]`,
      `labels  ${labels.join(', ')}`,
      ...Object.entries(figures).map(([images, numbers]) => `${images}  ${renderFigures(numbers)}`),
    );
    return;
  }
  const { describeFile } = await import('@fer/formats');
  const paths = files.map((file) => resolve(context.cwd, file));
  const found = await describeFile(paths, { plugins, signal: context.signal, ...(format && { format }) });
  const [height, width, channels] = found.inputShape;
  context.printJson(found);
  context.print(
    `${context.style('bold', found.format)}  ${found.producer ?? 'by an unknown program'}, ${formatCount(found.parameters)} parameters in ${found.layers.length} layers`,
    `input   ${width}×${height}×${channels}; the file does not say in which range`,
    `labels  ${found.labels?.join(', ') ?? 'the file does not say'}`,
    ...found.notes.map((note) => `note    ${note}`),
    ...found.layers.map(({ name, type }) => `  ${name}  ${context.style('dim', type)}`),
  );
}

/** `top1 0.697, count 3,589` */
function renderFigures(figures: { readonly [figure: string]: number }): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${Number.isInteger(value) ? formatCount(value) : value.toFixed(3)}`)
    .join(', ');
}
