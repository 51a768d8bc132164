import type { Registry } from '@fer/core';
import { warnOnce } from '../warn-once.ts';
import { duration } from '../weights/limits.ts';

/** How long a part of a plugin's may take to start, by default, in milliseconds. */
export const PLUGIN_TIMEOUT_MS = 30_000;

export interface GuardOptions {
  /** How long a part may take to start (`isSupported`, `init`, `create`), in ms, or `Infinity`. Default: `PLUGIN_TIMEOUT_MS`. */
  readonly pluginTimeoutMs?: number;
  /** Told of what is passed over, once for each reason. Default: `console.warn`; `false` says nothing. */
  readonly onWarning?: ((message: string) => void) | false;
}

/**
 * Has contributions of plugins held against their contracts: what they throw besides a `FerError` becomes
 * `FER_PLUGIN_FAILED`, what they should not give `FER_PLUGIN_RESULT`, and a start that takes too long `FER_PLUGIN_TIMEOUT`, each
 * with their name and their plugin's. Plugins of `@fer`, which the contract suites try, stay as they are: a page that has no
 * others does not load the guards. A weights source that cannot say which references are its own is passed over, with a warning.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for a limit that is none
 */
export async function guardRegistry(registry: Registry, options: GuardOptions = {}): Promise<Registry> {
  const { pluginTimeoutMs = PLUGIN_TIMEOUT_MS, onWarning } = options;
  const timeoutMs = duration('pluginTimeoutMs', pluginTimeoutMs);
  const hasForeign = Object.values(registry).some((lookup) =>
    lookup.list().some(({ id }) => isForeign(lookup.origin(id))),
  );
  if (!hasForeign) return registry;
  const { guardAll } = await import('./guards/index.ts');
  return guardAll(registry, isForeign, {
    timeoutMs,
    warn: (message) => warnOnce(message, onWarning),
  });
}

function isForeign(plugin: string): boolean {
  return !plugin.startsWith('@fer/');
}
