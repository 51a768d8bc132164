import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FerError, type Plugin } from '@fer/core';
import { plugin as blazeFacePlugin } from '@fer/detector-blazeface';
import { plugin as pretrainedPlugin } from '@fer/pretrained';
import { plugin as tfjsPlugin } from '@fer/runtime-tfjs';
import { demoPlugin } from '../demo/demo-architecture.ts';

/** A plugin, and the module that it was imported from: a URL, or the name of a package. */
export interface LocatedPlugin {
  readonly plugin: Plugin;
  readonly module: string;
}

/**
 * What this command itself adds, and the plugins asked for, imported by path or package name. A module's plugin is its default export or the export `plugin`.
 *
 * @param cwd where relative paths start and packages are looked for first
 * @throws FerError `FER_PLUGIN_INVALID` if a module cannot be imported or has no plugin
 */
export async function loadPlugins(references: readonly string[], cwd: string): Promise<Plugin[]> {
  return (await locatePlugins(references, cwd)).map(({ plugin }) => plugin);
}

/** As `loadPlugins`, and says where they come from. */
export async function locatePlugins(references: readonly string[], cwd: string): Promise<LocatedPlugin[]> {
  const asked = await Promise.all(references.map((reference) => loadPlugin(reference, cwd)));
  // One that is asked for although it is there counts once.
  const own = [tfjsPlugin, pretrainedPlugin, blazeFacePlugin, demoPlugin].filter(({ name }) =>
    asked.every(({ plugin }) => plugin.name !== name),
  );
  return [...asked, ...own.map((plugin) => ({ plugin, module: plugin.name }))];
}

async function loadPlugin(reference: string, cwd: string): Promise<LocatedPlugin> {
  const module = await locate(reference, cwd);
  const exported = await importFrom(reference, module);
  // A CommonJS module that was compiled from ESM keeps its default export one level deeper.
  const outer = exported.default as { default?: unknown; plugin?: unknown } | undefined;
  const plugin = exported.plugin ?? outer?.plugin ?? outer?.default ?? outer;
  if (typeof plugin === 'object' && plugin !== null) return { plugin: plugin as Plugin, module };
  throw new FerError(
    'FER_PLUGIN_INVALID',
    `The module '${reference}' has no plugin. Export one of definePlugin as default or by the name \`plugin\`.`,
    { details: { module: reference, exports: Object.keys(exported) } },
  );
}

async function importFrom(reference: string, module: string): Promise<Record<string, unknown>> {
  try {
    return (await import(module)) as Record<string, unknown>;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FerError(
      'FER_PLUGIN_INVALID',
      `The plugin '${reference}' cannot be imported: ${reason} Give a path, or the name of an installed package.`,
      { details: { module: reference }, cause },
    );
  }
}

/** A file as its URL; a package as it is resolved from `cwd`, or else left to Node, which looks beside this package. */
async function locate(reference: string, cwd: string): Promise<string> {
  const path = resolve(cwd, reference);
  if (isAbsolute(reference) || /^\.{1,2}[\\/]/.test(reference) || (await exists(path))) {
    return pathToFileURL(path).href;
  }
  try {
    return pathToFileURL(createRequire(join(cwd, 'plugin.js')).resolve(reference)).href;
  } catch {
    return reference;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
