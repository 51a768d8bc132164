import { FerError } from '@fer/core';
import type { CheckpointStore } from './checkpoint-store.ts';

/** The files of the store. */
export const CHECKPOINT_FILES = {
  latest: 'checkpoint.fer',
  previous: 'checkpoint.previous.fer',
} as const;

/** A checkpoint that is being written, with the number of the process that does. */
const TEMPORARY = /^checkpoint\.(?:(\d+)\.[\da-f]+\.)?tmp$/;

/**
 * Keeps checkpoints in a folder, which is made where it is missing. Node only.
 *
 * A checkpoint is written under a name that no other process gives, flushed to the disk, and only then renamed; renaming
 * is atomic. What a process that is gone left half written is removed by the next write.
 *
 * Its methods throw a FerError: `FER_OUTPUT_FAILED` if a checkpoint cannot be written (the disk is full, say), with
 * those before it as they were; `FER_CHECKPOINT_NOT_FOUND` if one is there and cannot be read.
 */
export function createNodeCheckpointStore(directory: string): CheckpointStore {
  const { fs, path } = nodeModules();
  const file = (name: keyof typeof CHECKPOINT_FILES) => path.join(directory, CHECKPOINT_FILES[name]);

  return {
    location: directory,
    async read(age) {
      try {
        return await ignoreMissing(fs.readFile(file(age)));
      } catch (cause) {
        throw failure('FER_CHECKPOINT_NOT_FOUND', 'read', file(age), cause);
      }
    },
    async write(bytes) {
      const temporary = path.join(directory, temporaryName());
      try {
        await fs.mkdir(directory, { recursive: true });
        await removeLeftOvers(directory);
        await fs.writeFile(temporary, bytes, { flag: 'wx', flush: true });
        await ignoreMissing(fs.rename(file('latest'), file('previous')));
        await fs.rename(temporary, file('latest'));
      } catch (cause) {
        await fs.rm(temporary, { force: true }).catch(() => undefined);
        throw failure('FER_OUTPUT_FAILED', 'written', directory, cause);
      }
    },
  };
}

/** Out of the sight of bundlers for browsers. */
function nodeModules() {
  return {
    fs: process.getBuiltinModule('node:fs/promises'),
    path: process.getBuiltinModule('node:path'),
  };
}

function temporaryName(): string {
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  return `checkpoint.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
}

async function removeLeftOvers(directory: string): Promise<void> {
  const { fs, path } = nodeModules();
  for (const entry of await fs.readdir(directory)) {
    const [isTemporary, pid] = TEMPORARY.exec(entry) ?? [];
    if (isTemporary === undefined || (pid !== undefined && isRunning(Number(pid)))) continue;
    await fs.rm(path.join(directory, entry), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function failure(
  code: 'FER_OUTPUT_FAILED' | 'FER_CHECKPOINT_NOT_FOUND',
  action: 'read' | 'written',
  place: string,
  cause: unknown,
): FerError {
  const { code: reason, message } = cause as NodeJS.ErrnoException;
  return new FerError(
    code,
    `The checkpoint in ${place} cannot be ${action} (${message}). See to it that this process may, and that there is room.`,
    { details: { location: place, code: reason }, cause },
  );
}

async function ignoreMissing<Result>(operation: Promise<Result>): Promise<Result | undefined> {
  try {
    return await operation;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
