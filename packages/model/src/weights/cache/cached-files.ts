import { FerError, type WeightsFiles } from '@fer/core';
import { checksumsOf, openWeightsCache } from './weights-cache.ts';

/**
 * Files of weights on a server, of which a browser keeps copies: a shard that is here already is not asked for, and where
 * the server cannot be reached, the newest manifest that was kept will do.
 *
 * @param address where the manifest is
 */
export function cachedFiles(files: WeightsFiles, address: URL): WeightsFiles {
  const opening = openWeightsCache();
  let current = readingOf(new Uint8Array());
  return {
    location: files.location,
    async read(fileName, options = {}) {
      const cache = await opening;
      if (cache === undefined) return files.read(fileName, options);
      const { sha256 } = options;
      if (sha256 === undefined) {
        const manifest = await files.read(fileName, options).catch(async (error) => {
          const copy = isOutOfReach(error) ? await cache.manifest(address) : undefined;
          if (copy === undefined) throw error;
          return copy;
        });
        current = readingOf(manifest);
        return manifest;
      }
      const reading = current;
      const copy = await cache.shard(sha256);
      const bytes = copy ?? (await files.read(fileName, options));
      if (copy === undefined && !(await cache.keepShard(sha256, bytes))) return bytes;
      reading.missing.delete(sha256);
      // Only now, so that what was kept before is whole until it is replaced.
      if (reading.missing.size === 0) await cache.keepManifest(address, reading.manifest);
      return bytes;
    },
  };
}

/** A manifest, and which of its shards are not kept yet. */
function readingOf(manifest: Uint8Array): { readonly manifest: Uint8Array; readonly missing: Set<string> } {
  return { manifest, missing: new Set(checksumsOf(manifest)) };
}

/** No answer, or one of a server that does not work just now; one that says no means it. */
function isOutOfReach(error: unknown): boolean {
  if (!FerError.isInstance(error) || error.code !== 'FER_WEIGHTS_NOT_FOUND') return false;
  const { status = 599 } = error.details as { status?: number };
  return status >= 500;
}
