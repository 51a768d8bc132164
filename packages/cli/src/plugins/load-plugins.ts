import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FerError, type Plugin } from '@fer/core';
import { plugin as blazeFacePlugin } from '@fer/detector-blazeface';
import { plugin as pretrainedPlugin } from '@fer/pretrained';
import { plugin as tfjsPlugin } from '@fer/runtime-tfjs';
import { demoPlugin } from '../demo/demo-architecture.ts';

/**
 * What this command itself adds, and the plugins asked for, imported by path or package name. A module's plugin is its default export or the export `plugin`.
 *
 * @param cwd where relative paths start and packages are looked for first
 * @throws FerError `FER_PLUGIN_INVALID` if a module cannot be imported or has no plugin
 */
export async function loadPlugins(references: readonly string[], cwd: string): Promise<Plugin[]> {
  const asked = await Promise.all(references.map((reference) => loadPlugin(reference, cwd)));
  // One that is asked for although it is there counts once.
  const own = [tfjsPlugin, pretrainedPlugin, blazeFacePlugin, demoPlugin].filter(({ name }) =>
    asked.every((plugin) => plugin.name !== name),
  );
  return [...asked, ...own];
}

async function loadPlugin(reference: string, cwd: string): Promise<Plugin> {
  const exported = await importFrom(reference, cwd);
  // A CommonJS module that was compiled from ESM keeps its default export one level deeper.
  const outer = exported.default as { default?: unknown; plugin?: unknown } | undefined;
  const plugin = exported.plugin ?? outer?.plugin ?? outer?.default ?? outer;
  if (typeof plugin === 'object' && plugin !== null) return plugin as Plugin;
  throw new FerError(
    'FER_PLUGIN_INVALID',
    `The module '${reference}' has no plugin. Export one of definePlugin as default or by the name \`plugin\`.`,
    { details: { module: reference, exports: Object.keys(exported) } },
  );
}

async function importFrom(reference: string, cwd: string): Promise<Record<string, unknown>> {
  try {
    return (await import(await locate(reference, cwd))) as Record<string, unknown>;
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
