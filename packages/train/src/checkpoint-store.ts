/** The newest checkpoint, or the one before it. */
export type CheckpointAge = 'latest' | 'previous';

/** A place that keeps the last two checkpoints of one training. */
export interface CheckpointStore {
  /** For messages: a folder, say. */
  readonly location: string;
  /** @returns the bytes as they were written, or `undefined` where there are none */
  read(age: CheckpointAge): Promise<Uint8Array | undefined>;
  /**
   * Must be atomic: whenever the process dies, the latest or the previous checkpoint stands whole. The latest becomes
   * the previous.
   */
  write(bytes: Uint8Array): Promise<void>;
}

/** Keeps checkpoints in memory: for a page that pauses and goes on, and for tests. */
export function createMemoryCheckpointStore(): CheckpointStore {
  const kept: Partial<Record<CheckpointAge, Uint8Array>> = {};
  return {
    location: 'memory',
    read: async (age) => kept[age],
    async write(bytes) {
      kept.previous = kept.latest;
      kept.latest = bytes;
    },
  };
}
