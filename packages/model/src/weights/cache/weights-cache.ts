import { isNode, sha256 } from '@fer/core';
import type { Manifest } from '../manifest.ts';

/** In the Cache API of an origin. */
const NAME = 'fer-weights';

/** What copies are kept by: no server's address, as `.invalid` never is one (RFC 2606). */
const KEYS = 'https://weights.fer.invalid/';

/** Copies of files of weights in a browser: shards by their SHA-256, manifests by that of their address. */
export interface WeightsCache {
  /** @returns whether there is a copy of a shard */
  has(checksum: string): Promise<boolean>;
  /** @returns a copy that is what its checksum says */
  shard(checksum: string): Promise<Uint8Array | undefined>;
  /** @returns whether it was kept: it is not where it is something else, or where there is no room */
  keepShard(checksum: string, bytes: Uint8Array): Promise<boolean>;
  /** @returns the copy of a manifest, which was kept after its shards */
  manifest(address: URL): Promise<Uint8Array | undefined>;
  /** Keeps a manifest in place of an older one, whose shards go unless others have them, too. */
  keepManifest(address: URL, bytes: Uint8Array): Promise<void>;
}

/** @returns `undefined` where there is no Cache API: in Node, on pages that came by HTTP, in frames that may keep nothing */
export async function openWeightsCache(): Promise<WeightsCache | undefined> {
  const cache = await platformCaches()
    ?.open(NAME)
    .catch(() => undefined);
  return cache && cacheOver(cache);
}

/** As `clearWeightsCache`. */
export async function deleteWeightsCache(): Promise<void> {
  await platformCaches()?.delete(NAME);
}

/** The checksums of the shards of a manifest that `parseManifest` has passed, or will pass; none if it cannot be read. */
export function checksumsOf(manifest: Uint8Array): string[] {
  try {
    const { shards }: Pick<Manifest, 'shards'> = JSON.parse(new TextDecoder().decode(manifest));
    return shards.map(({ sha256 }) => sha256);
  } catch {
    // Other scripts of the origin may write into the cache as well.
    return [];
  }
}

/** Deno has them, too, but reads files where a page would fetch. */
function platformCaches(): CacheStorage | undefined {
  try {
    return isNode() ? undefined : globalThis.caches;
  } catch {
    // A sandboxed frame may not even look.
    return undefined;
  }
}

function cacheOver(cache: Cache): WeightsCache {
  const shardKey = (checksum: string) => `${KEYS}shard/${checksum}`;
  // Not the address itself, whose query may be a secret.
  const manifestKey = async ({ href }: URL) =>
    `${KEYS}manifest/${await sha256(new TextEncoder().encode(href))}`;

  const find = (key: string | Request) => cache.match(key).catch(() => undefined);
  const read = async (key: string | Request) => {
    const kept = await find(key);
    return kept && new Uint8Array(await kept.arrayBuffer());
  };
  const write = (key: string, bytes: Uint8Array) =>
    cache.put(key, new Response(bytes as Uint8Array<ArrayBuffer>)).then(
      () => true,
      () => false,
    );
  const shardsInUse = async () => {
    const keys = (await cache.keys()).filter(({ url }) => url.startsWith(`${KEYS}manifest/`));
    const manifests = await Promise.all(keys.map(read));
    return new Set(manifests.flatMap((bytes) => (bytes ? checksumsOf(bytes) : [])));
  };

  return {
    has: async (checksum) => (await find(shardKey(checksum))) !== undefined,
    async shard(checksum) {
      const bytes = await read(shardKey(checksum));
      return bytes && (await sha256(bytes)) === checksum ? bytes : undefined;
    },
    keepShard: async (checksum, bytes) =>
      (await sha256(bytes)) === checksum && write(shardKey(checksum), bytes),
    manifest: async (address) => read(await manifestKey(address)),
    async keepManifest(address, bytes) {
      const key = await manifestKey(address);
      const older = await read(key);
      if (!(await write(key, bytes)) || older === undefined) return;
      const inUse = await shardsInUse();
      const leftOver = checksumsOf(older).filter((checksum) => !inUse.has(checksum));
      await Promise.all(leftOver.map((checksum) => cache.delete(shardKey(checksum))));
    },
  };
}
