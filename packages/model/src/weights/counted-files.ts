import { describeValue, FerError, type WeightsFiles } from '@fer/core';
import type { ShardEntry } from './manifest.ts';
import type { LoadProgress } from './progress.ts';

type ShardsOf = (manifest: Uint8Array) => readonly ShardEntry[];

/**
 * Files of weights that tell how much of them has come, of all together. A file that is begun anew counts where it was
 * furthest; of weights that are replaced while they are read, what was read before counts as well.
 *
 * @param shardsOf reads a manifest; given, not imported, as what two scripts of a page share becomes a third
 * @throws FerError `FER_INVALID_ARGUMENT` if `onProgress` is no function; `read` throws what `onProgress` throws
 */
export function countedFiles(
  files: WeightsFiles,
  onProgress: (progress: LoadProgress) => void,
  shardsOf: ShardsOf,
): WeightsFiles {
  assertFunction(onProgress);
  let reading = new Reading(0, new Uint8Array(), shardsOf);
  // What `onProgress` throws in the midst of a file, the source might take for an error of its own.
  let failure: { readonly reason: unknown } | undefined;
  return {
    location: files.location,
    async read(fileName, options = {}) {
      if (options.sha256 === undefined) {
        const manifest = await files.read(fileName, options);
        reading = new Reading(reading.loaded, manifest, shardsOf);
        return manifest;
      }
      const current = reading;
      const count = (byteLength: number) => {
        if (current !== reading || failure !== undefined || !current.count(fileName, byteLength)) return;
        try {
          onProgress({ loaded: current.loaded, total: current.total });
        } catch (reason) {
          failure = { reason };
        }
      };
      count(0);
      const bytes = await files.read(fileName, { ...options, onBytes: count });
      // Whether it is bytes at all is for `readWeights` to say.
      count(bytes?.length);
      if (failure !== undefined) throw failure.reason;
      return bytes;
    },
  };
}

/** The weights that one `fer.json` is of. */
class Reading {
  readonly #before: number;
  readonly #manifest: Uint8Array;
  readonly #shardsOf: ShardsOf;
  /** How long each shard is. */
  #lengths: ReadonlyMap<string, number> | undefined;
  /** How much of each has come. */
  readonly #counts = new Map<string, number>();

  /** @param before bytes that came of other weights */
  constructor(before: number, manifest: Uint8Array, shardsOf: ShardsOf) {
    this.#before = before + (manifest?.length ?? 0);
    this.#manifest = manifest;
    this.#shardsOf = shardsOf;
  }

  get loaded(): number {
    return sum(this.#before, this.#counts);
  }

  get total(): number {
    return sum(this.#before, this.#lengths ?? new Map());
  }

  /** @returns whether there is more than before, or this is the first that is heard of any */
  count(fileName: string, byteLength: number): boolean {
    const isFirst = this.#lengths === undefined;
    // Whoever asks for a shard has checked the manifest.
    this.#lengths ??= new Map(
      this.#shardsOf(this.#manifest).map((shard) => [shard.fileName, shard.byteLength]),
    );
    const count = Math.min(byteLength, this.#lengths.get(fileName) ?? 0);
    const isMore = count > (this.#counts.get(fileName) ?? 0);
    if (isMore) this.#counts.set(fileName, count);
    return isMore || isFirst;
  }
}

function sum(start: number, counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, start);
}

function assertFunction(onProgress: unknown): void {
  if (typeof onProgress === 'function') return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `\`onProgress\` must be a function, but is ${describeValue(onProgress)}.`,
    { details: { option: 'onProgress' } },
  );
}
