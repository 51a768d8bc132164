import {
  assertChoice,
  createRegistry,
  FerError,
  type ForeignFiles,
  type ForeignModel,
  isPluginFault,
  type Plugin,
  type ReadFormatOptions,
  type WeightsFormat,
} from '@fer/core';
import { guardRegistry, WEIGHTS_LIMITS, type WeightsLimits } from '@fer/model';
import { type ForeignSource, openForeignFiles } from './foreign-files.ts';
import { plugin } from './plugin.ts';

/** How files of another tool are found and read. */
export interface ReadForeignOptions extends Omit<ReadFormatOptions, 'maxBytes' | 'signal'> {
  /** The format, by id. Default: found by the content. */
  readonly format?: string;
  /** Further formats; they are asked before the built-in ones. */
  readonly plugins?: readonly Plugin[];
  /** How much is read. Default: `WEIGHTS_LIMITS`. */
  readonly weightsLimits?: Pick<WeightsLimits, 'maxBytes'>;
  readonly signal?: AbortSignal;
}

/**
 * Finds the format of files and reads them.
 *
 * @throws FerError `FER_WEIGHTS_FORMAT` if no format knows them, and what `read` of the format throws; `FER_PLUGIN_FAILED` and
 * `FER_PLUGIN_RESULT` naming a format that broke its contract
 */
export async function readForeign(
  source: ForeignSource,
  { format: wanted, plugins = [], weightsLimits, signal, ...rest }: ReadForeignOptions,
  subject: string,
): Promise<{ format: WeightsFormat; model: ForeignModel }> {
  signal?.throwIfAborted();
  const files = await openForeignFiles(source, subject);
  const options = {
    ...rest,
    maxBytes: weightsLimits?.maxBytes ?? WEIGHTS_LIMITS.maxBytes,
    ...(signal && { signal }),
  };
  const format = await findFormat(files, wanted, plugins, options, subject);
  return { format, model: await format.read(files, options) };
}

/** All formats of plugins, held against their contract, and those that are built in. */
export async function weightsFormats(plugins: readonly Plugin[]): Promise<readonly WeightsFormat[]> {
  return (await guardRegistry(createRegistry([...plugins, plugin]))).weightsFormats.list();
}

async function findFormat(
  files: ForeignFiles,
  wanted: string | undefined,
  plugins: readonly Plugin[],
  options: ReadFormatOptions,
  subject: string,
): Promise<WeightsFormat> {
  const formats = await weightsFormats(plugins);
  if (wanted !== undefined) {
    assertChoice(
      wanted,
      formats.map(({ id }) => id),
      'format',
      subject,
    );
    return formats.find(({ id }) => id === wanted)!;
  }
  const faults: FerError[] = [];
  for (const format of formats) {
    try {
      if (await format.sniff(files, options)) return format;
    } catch (error) {
      if (!isPluginFault(error)) throw error;
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
  const known = formats.map(({ id, description }) => `${id} (${description})`).join('; ');
  throw new FerError(
    'FER_WEIGHTS_FORMAT',
    `${files.names.join(', ').slice(0, 500)}: no format knows what this is. Known: ${known}.`,
    { details: { names: files.names, available: formats.map(({ id }) => id) } },
  );
}
