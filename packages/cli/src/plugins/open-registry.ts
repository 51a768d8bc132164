import { createRegistry, type Plugin, type Registry } from '@fer/core';
import { loadPlugins } from './load-plugins.ts';

/** What a command works with. */
export interface OpenRegistry {
  /** Those of `loadPlugins`, for functions that add the built-in parts themselves. */
  readonly plugins: readonly Plugin[];
  /** Theirs and the built-in parts. */
  readonly registry: Registry;
}

/**
 * Puts together what comes with `@fer/model` and `@fer/dataset`, and the plugins that were asked for.
 *
 * @param references values of `--plugin`
 * @throws FerError `FER_PLUGIN_INVALID`, `FER_PLUGIN_DUPLICATE`
 */
export async function openRegistry(references: readonly string[], cwd: string): Promise<OpenRegistry> {
  const [{ builtinPlugin, guardRegistry }, { builtinAugmentations }, plugins] = await Promise.all([
    import('@fer/model'),
    import('@fer/dataset'),
    loadPlugins(references, cwd),
  ]);
  return {
    plugins,
    registry: await guardRegistry(createRegistry([...plugins, builtinPlugin, builtinAugmentations])),
  };
}
