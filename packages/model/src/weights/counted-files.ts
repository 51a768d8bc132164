import { describeValue, FerError, type WeightsFiles } from '@fer/core';
import type { ShardEntry } from './manifest.ts';
import type { LoadProgress } from './progress.ts';

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
  shardsOf: (manifest: Uint8Array) => readonly ShardEntry[],
): WeightsFiles {
  assertFunction(onProgress);
  let manifest = new Uint8Array();
  /** Of manifests, and of weights that were replaced. */
  let before = 0;
  /** How much of each shard has come, and how much there is. */
  let shards = new Map<string, { come: number; readonly length: number }>();
  // What `onProgress` throws in the midst of a file, the source might take for an error of its own.
  let failure: { readonly reason: unknown } | undefined;

  const total = (key: 'come' | 'length') => {
    let sum = before;
    for (const shard of shards.values()) sum += shard[key];
    return sum;
  };
  const tell = () => {
    try {
      if (failure === undefined) onProgress({ loaded: total('come'), total: total('length') });
    } catch (reason) {
      failure = { reason };
    }
  };

  return {
    location: files.location,
    async read(fileName, options = {}) {
      if (options.sha256 === undefined) {
        manifest = (await files.read(fileName, options)) as typeof manifest;
        // Whether it is bytes at all is for `readWeights` to say.
        before = total('come') + (manifest?.length ?? 0);
        shards = new Map();
        return manifest;
      }
      if (shards.size === 0) {
        // Whoever asks for a shard has checked the manifest.
        for (const { fileName, byteLength } of shardsOf(manifest)) {
          shards.set(fileName, { come: 0, length: byteLength });
        }
        tell();
      }
      const shard = shards.get(fileName);
      const count = (byteLength: number) => {
        // Of weights that have been replaced nobody wants to know.
        if (shard === undefined || shard !== shards.get(fileName)) return;
        const come = Math.min(byteLength, shard.length);
        if (!(come > shard.come)) return;
        shard.come = come;
        tell();
      };
      const bytes = await files.read(fileName, { ...options, onBytes: count });
      count(bytes?.length);
      if (failure !== undefined) throw failure.reason;
      return bytes;
    },
  };
}

function assertFunction(onProgress: unknown): void {
  if (typeof onProgress === 'function') return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `\`onProgress\` must be a function, but is ${describeValue(onProgress)}.`,
    { details: { option: 'onProgress' } },
  );
}
