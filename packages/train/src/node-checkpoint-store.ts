import type { CheckpointStore } from './checkpoint-store.ts';

/** The files of the store; `checkpoint.tmp` may be left of a write that was cut off. */
export const CHECKPOINT_FILES = {
  latest: 'checkpoint.fer',
  previous: 'checkpoint.previous.fer',
  temporary: 'checkpoint.tmp',
} as const;

/**
 * Keeps checkpoints in a folder, which is made where it is missing. For Node: `node:fs` is loaded on first use.
 *
 * A checkpoint is written beside the others, flushed to the disk, and only then renamed; renaming is atomic.
 */
export function createNodeCheckpointStore(directory: string): CheckpointStore {
  const load = async () => {
    const [fs, path] = await Promise.all([import('node:fs/promises'), import('node:path')]);
    const file = (name: keyof typeof CHECKPOINT_FILES) => path.join(directory, CHECKPOINT_FILES[name]);
    return { fs, file };
  };

  return {
    location: directory,
    async read(age) {
      const { fs, file } = await load();
      return ignoreMissing(fs.readFile(file(age)));
    },
    async write(bytes) {
      const { fs, file } = await load();
      await fs.mkdir(directory, { recursive: true });
      const handle = await fs.open(file('temporary'), 'w');
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await ignoreMissing(fs.rename(file('latest'), file('previous')));
      await fs.rename(file('temporary'), file('latest'));
    },
  };
}

async function ignoreMissing<Result>(operation: Promise<Result>): Promise<Result | undefined> {
  try {
    return await operation;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
