import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FerError } from '@fer/core';
import { UsageError } from '../errors/usage-error.ts';
import { replaceFile, TEMPORARY_SUFFIX } from './replace-file.ts';
import type { TrainingOptions } from './train-options.ts';

/** What lies where in the folder of a training; its weights (`fer.json` and shards) lie beside these. */
export interface OutputFolder {
  readonly path: string;
  readonly checkpoints: string;
  readonly metrics: string;
  readonly options: string;
  /** Names the process that is at work there. */
  readonly lock: string;
}

export function outputFolder(path: string): OutputFolder {
  return {
    path,
    checkpoints: join(path, 'checkpoints'),
    metrics: join(path, 'metrics.jsonl'),
    options: join(path, 'options.json'),
    lock: join(path, 'training.lock'),
  };
}

/**
 * Checks that a new training may use this folder. What is left by one that never began does not count: its options, its
 * lock, which says itself if it is held, and these two half made.
 *
 * @throws FerError `FER_OUTPUT_EXISTS` if there is something in it, with `resumable` in its details
 */
export async function assertFree(folder: OutputFolder): Promise<void> {
  const isLeftOver = (entry: string) => {
    const file = join(folder.path, entry);
    return (
      [folder.options, `${folder.options}${TEMPORARY_SUFFIX}`].includes(file) || file.startsWith(folder.lock)
    );
  };
  const entries = (await list(folder.path)).filter((entry) => !isLeftOver(entry));
  if (entries.length === 0) return;
  throw new FerError(
    'FER_OUTPUT_EXISTS',
    `The output folder ${folder.path} must be new or empty, but it holds ${entries.length} files (${entries[0]} …).`,
    {
      details: {
        folder: folder.path,
        entries: entries.slice(0, 10),
        resumable: entries.includes(basename(folder.checkpoints)),
      },
    },
  );
}

/** Keeps the options of a new training in its folder. @throws FerError `FER_OUTPUT_FAILED` */
export function storeOptions(folder: OutputFolder, options: TrainingOptions): void {
  replaceFile(folder.options, `${JSON.stringify(options, null, 2)}\n`);
}

/**
 * The options of a training that was started in this folder, or `undefined` if none was.
 *
 * @throws FerError `FER_CHECKPOINT_CORRUPT` if they cannot be read
 */
export async function readStoredOptions(folder: OutputFolder): Promise<Partial<TrainingOptions> | undefined> {
  const text = await readFile(folder.options, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return asStoredNow(JSON.parse(text));
  } catch (cause) {
    throw new FerError(
      'FER_CHECKPOINT_CORRUPT',
      `The options of the training, ${folder.options}, are not valid JSON. Give all options again with a new --out.`,
      { details: { file: folder.options }, cause },
    );
  }
}

/** `augment` was `true` or `false` before there was more than one. */
function asStoredNow(
  stored: Partial<TrainingOptions> & { readonly augment?: unknown },
): Partial<TrainingOptions> {
  if (typeof stored.augment !== 'boolean') return stored;
  return { ...stored, augment: stored.augment ? 'standard' : 'none' };
}

async function list(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR')
      throw new UsageError(`--out ${path} is a file or leads through one; give a folder.`);
    throw error;
  }
}
