import type { Registry } from '@fer/core';
import { assertLimit, MAX_TIMEOUT_MS } from '../weights/limits.ts';

/** How long a part of a plugin's may take to start, by default, in milliseconds. */
export const PLUGIN_TIMEOUT_MS = 30_000;

/**
 * Has contributions of plugins held against their contracts: what they throw besides a `FerError` becomes
 * `FER_PLUGIN_FAILED`, what they should not give `FER_PLUGIN_RESULT`, and a start that takes too long `FER_PLUGIN_TIMEOUT`, each
 * with their name and their plugin's. Plugins of `@fer`, which the contract suites try, stay as they are: a page that has no
 * others does not load the guards.
 *
 * @param pluginTimeoutMs how long a part may take to start (`isSupported`, `init`, `create`), in ms, or `Infinity`
 * @throws FerError `FER_INVALID_ARGUMENT` for a limit that is none
 */
export async function guardRegistry(
  registry: Registry,
  pluginTimeoutMs: number = PLUGIN_TIMEOUT_MS,
): Promise<Registry> {
  if (pluginTimeoutMs !== Number.POSITIVE_INFINITY) {
    assertLimit('pluginTimeoutMs', pluginTimeoutMs, MAX_TIMEOUT_MS);
  }
  const hasForeign = Object.values(registry).some((lookup) =>
    lookup.list().some(({ id }) => isForeign(lookup.origin(id))),
  );
  if (!hasForeign) return registry;
  const { guardAll } = await import('./guards/index.ts');
  return guardAll(registry, isForeign, pluginTimeoutMs);
}

function isForeign(plugin: string): boolean {
  return !plugin.startsWith('@fer/');
}
