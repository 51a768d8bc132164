import { FerError } from '@fer/core';
import { type Checkpoint, decodeCheckpoint } from './checkpoint-format.ts';
import type { CheckpointStore } from './checkpoint-store.ts';

export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** A newer one is damaged. None may be there at all: a process died as it gave it its name. */
  readonly isNewerDamaged: boolean;
}

/**
 * The newest checkpoint that is whole.
 *
 * @returns `undefined` if the store is empty
 * @throws FerError `FER_CHECKPOINT_CORRUPT` if there is something, but nothing whole
 */
export async function openCheckpoint(store: CheckpointStore): Promise<OpenedCheckpoint | undefined> {
  const failures: unknown[] = [];
  for (const age of ['latest', 'previous'] as const) {
    const bytes = await store.read(age);
    if (bytes === undefined) continue;
    try {
      return {
        checkpoint: await decodeCheckpoint(bytes, store.location),
        isNewerDamaged: failures.length > 0,
      };
    } catch (error) {
      if (!FerError.isInstance(error) || error.code !== 'FER_CHECKPOINT_CORRUPT') throw error;
      failures.push(error);
    }
  }
  if (failures.length === 0) return undefined;
  throw new FerError(
    'FER_CHECKPOINT_CORRUPT',
    `${(failures[0] as Error).message} There is no older one that is whole, so the training must begin anew: ` +
      'remove the damaged files first.',
    { details: { location: store.location }, cause: failures[0] },
  );
}

/** Whether a store holds anything, whole or not. */
export async function holdsCheckpoint(store: CheckpointStore): Promise<boolean> {
  return (await store.read('latest')) !== undefined || (await store.read('previous')) !== undefined;
}
