import type { ShardEntry } from './manifest.ts';

/**
 * The shards of a `fer.json` that has passed `parseManifest`, or will not be asked for its shards before it has.
 *
 * For scripts that a page imports later, which `parseManifest` would make share more with the page than they are long.
 */
export function shardsOf(manifest: Uint8Array): readonly ShardEntry[] {
  return JSON.parse(new TextDecoder().decode(manifest)).shards;
}
