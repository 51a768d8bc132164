import type { WeightsFiles } from '@fer/core';

/** Files that are kept once they were read. */
export function readOnce(files: WeightsFiles): WeightsFiles {
  const kept = new Map<string, Uint8Array>();
  return {
    location: files.location,
    async read(name, options) {
      const bytes = kept.get(name) ?? (await files.read(name, options));
      kept.set(name, bytes);
      return bytes;
    },
  };
}
