import { resolve } from 'node:path';
import type { InputSpec, Plugin } from '@fer/core';
import { type FaceDataset, isPictureFolder, loadPictures, type PictureDataset } from '@fer/dataset';
import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { formatCount } from '../render/numbers.ts';
import { printable } from '../render/printable.ts';
import { SYNTHETIC } from './load-data.ts';

/** How faces are found in pictures. */
export interface DetectionOptions {
  /** Default true. */
  readonly detect?: boolean;
  /** Its id; default: that of the first plugin that has one, else the one that is installed. */
  readonly detector?: string;
}

/** What pictures of one's own are made. */
export interface OwnPictureOptions extends DetectionOptions {
  /** Of the network that is to see them. */
  readonly input: InputSpec;
  readonly plugins: readonly Plugin[];
  readonly assets?: string;
  /** Default: as `loadPictures`, so that `fer evaluate` sets the same aside as `fer train`. */
  readonly validationShare?: number;
}

/** How many files that were left out are told one by one. */
const MOST_TOLD = 10;

/** Adds the options of `DetectionOptions`. */
export function withDetectionOptions(command: Command): Command {
  return command
    .option('--no-detect', 'look for no faces: the square in the middle of each picture is one')
    .addOption(
      new Option(
        '--detector <id>',
        'what finds the faces: an id of a plugin; default: that of the first that has one, else blazeface',
      ).conflicts('detect'),
    );
}

/** Whether data are a folder of pictures of one's own: a folder for each label. */
export async function isOwnPictures(data: string, { cwd, signal }: CommandContext): Promise<boolean> {
  return data !== SYNTHETIC && isPictureFolder(resolve(cwd, data), { signal });
}

/** Whether a data set was made of pictures of one's own. */
export function hasOwnPictures(dataset: FaceDataset): dataset is PictureDataset {
  return 'leftOut' in dataset;
}

/**
 * Loads a folder of pictures of one's own, finding their faces as `fer predict` does, and tells what was left out.
 *
 * @throws FerError whatever `loadPictures` and `createFaceFinder` throw
 */
export async function loadOwnPictures(
  folder: string,
  { input, detect = true, detector, plugins, assets, validationShare }: OwnPictureOptions,
  context: CommandContext,
): Promise<PictureDataset> {
  const { createFaceFinder } = await import('@fer/model');
  const { signal, warn } = context;
  const finder = await createFaceFinder({
    detector: detect ? detector : false,
    plugins,
    assets,
    onWarning: warn,
    signal,
  });
  if (detect && finder.detector === undefined) {
    warn('No face detector is installed, so the square in the middle of each picture is taken for the face.');
  }
  let progress: ReturnType<CommandContext['progress']> | undefined;
  try {
    const pictures = await loadPictures(resolve(context.cwd, folder), {
      input,
      finder,
      plugins,
      validationShare,
      signal,
      onProgress({ done, count }) {
        progress ??= context.progress({ label: 'Reading', unit: 'images', total: count });
        progress.update(done);
      },
    });
    progress?.finish();
    tell(pictures, context);
    return pictures;
  } finally {
    progress?.finish();
    finder.dispose();
  }
}

function tell({ count, labelNames, leftOut }: PictureDataset, { print, warn }: CommandContext): void {
  print(`${formatCount(count)} pictures of ${labelNames.length} labels: ${labelNames.join(', ')}`);
  if (leftOut.length === 0) return;
  const told = leftOut.slice(0, MOST_TOLD).map(({ name, reason }) => printable(`${name}: ${reason}`));
  const more = leftOut.length > told.length ? [`and ${formatCount(leftOut.length - told.length)} more`] : [];
  const files = leftOut.length === 1 ? '1 file was' : `${formatCount(leftOut.length)} files were`;
  warn([`${files} left out:`, ...told, ...more].join('\n'));
}
