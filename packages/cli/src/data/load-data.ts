import { resolve } from 'node:path';
import { createSyntheticDataset, type FaceDataset, loadDataset } from '@fer/dataset';
import type { CommandContext } from '../command-context.ts';

/** The value of `--data` that means drawn faces. */
export const SYNTHETIC = 'synthetic';

/** Training and evaluating by `--data synthetic` must see the same faces. */
const SYNTHETIC_SEED = 1;

/** Options of commands that read a data set. */
export interface DataOptions {
  readonly cache: boolean;
  readonly skipBadRows?: true;
  /** The file of FER+'s votes, to be joined. */
  readonly ferplus?: string;
}

/**
 * Loads what a path means, or draws faces for `synthetic`, showing how far it is.
 *
 * @throws FerError whatever `loadDataset` throws
 */
export async function loadData(
  reference: string,
  options: DataOptions,
  context: CommandContext,
): Promise<FaceDataset> {
  if (reference === SYNTHETIC) return createSyntheticDataset({ seed: SYNTHETIC_SEED });

  let progress: ReturnType<CommandContext['progress']> | undefined;
  try {
    return await loadDataset(resolve(context.cwd, reference), {
      onBadRow: options.skipBadRows ? 'skip' : 'error',
      cache: options.cache,
      ferplus: options.ferplus,
      signal: context.signal,
      onProgress({ bytesRead, totalBytes }) {
        progress ??= context.progress({ label: 'Reading', unit: 'bytes', total: totalBytes });
        progress.update(bytesRead);
      },
    });
  } finally {
    progress?.finish();
  }
}
