import { createRegistry, EXTENSION_POINTS, type ExtensionPoint, messageOf, type Registry } from '@fer/core';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { pluginOption, withCommonOptions } from '../options/shared-options.ts';
import { type LocatedPlugin, locatePlugins } from '../plugins/load-plugins.ts';
import { packageOf } from '../plugins/plugin-package.ts';
import { renderTable } from '../render/table.ts';
import type { Start } from '../start.ts';

/** A part of a plugin's, and whether it works here. */
interface PartReport {
  /** The name of the extension point, as in `contributes`. */
  readonly point: ExtensionPoint;
  readonly id: string;
  /** `null` where it does not say what it is. */
  readonly description: string | null;
  /** `null` for what works everywhere or does not say. */
  readonly supported: boolean | null;
  /** Why it is not. */
  readonly reason?: string;
}

interface PluginReport {
  readonly name: string;
  readonly version: string | null;
  /** The folder of its package, or its module. */
  readonly from: string;
  readonly parts: readonly PartReport[];
}

export function addPluginsCommand(program: Command, start: Start): void {
  withCommonOptions(
    program
      .command('plugins')
      .description('list what is built in and what plugins bring, where from, and what works here'),
    [
      ['fer plugins', 'all that is there'],
      ['fer plugins --plugin ./my-plugin.js', 'also what this plugin brings'],
    ],
  )
    .addOption(pluginOption())
    .action((options: { plugin: string[] }) => start((context) => plugins(options, context)));
}

async function plugins(options: { plugin: readonly string[] }, context: CommandContext): Promise<number> {
  const { guardRegistry } = await import('@fer/model');
  const located = [...(await locatePlugins(options.plugin, context.cwd)), ...(await builtin())];
  const registry = await guardRegistry(createRegistry(located.map(({ plugin }) => plugin)));
  const reports = await Promise.all(located.map((one) => report(one, registry)));
  context.printJson({ plugins: reports });
  context.print(...renderReports(reports, context));
  return EXIT_CODES.fine;
}

/** What the packages bring that all commands use. */
async function builtin(): Promise<LocatedPlugin[]> {
  const [{ builtinPlugin, exponential }, { builtinAugmentations }, { plugin: formats }] = await Promise.all([
    import('@fer/model'),
    import('@fer/dataset'),
    import('@fer/formats'),
  ]);
  // `watch` adds its postprocessor when it starts.
  const model = {
    ...builtinPlugin,
    contributes: { ...builtinPlugin.contributes, postprocessors: [exponential] },
  };
  return [model, builtinAugmentations, formats].map((plugin) => ({ plugin, module: plugin.name }));
}

async function report({ plugin, module }: LocatedPlugin, registry: Registry): Promise<PluginReport> {
  const { from, version = null } = await packageOf(module);
  const parts: Promise<PartReport>[] = [];
  for (const [point, contributions = []] of Object.entries(plugin.contributes)) {
    for (const { id } of contributions) parts.push(examine(point as ExtensionPoint, id, registry));
  }
  return { name: plugin.name, version, from, parts: await Promise.all(parts) };
}

/** Asks a part whether it works here; nothing is started. */
async function examine(point: ExtensionPoint, id: string, registry: Registry): Promise<PartReport> {
  const part = registry[point].get(id);
  const description = 'description' in part ? part.description : null;
  const facts = { point, id, description };
  if (!('isSupported' in part)) return { ...facts, supported: null };
  try {
    const support = await part.isSupported();
    if (typeof support === 'boolean') return { ...facts, supported: support };
    return support.supported
      ? { ...facts, supported: true }
      : { ...facts, supported: false, reason: support.reason };
  } catch (error) {
    return { ...facts, supported: false, reason: messageOf(error) };
  }
}

function renderReports(reports: readonly PluginReport[], { style }: CommandContext): string[] {
  const packages = reports.map(({ name, version, from }) => [name, version ?? '', from]);
  const parts = reports.flatMap(({ name, parts: own }) => own.map((part) => ({ ...part, plugin: name })));
  const rows = parts.map(({ point, id, plugin, supported, description, reason }) => [
    EXTENSION_POINTS[point].noun,
    id,
    plugin,
    supported === null ? '' : supported ? 'yes' : 'no',
    reason ?? description ?? '',
  ]);
  const columns = ['part', 'id', 'plugin', 'works', 'what it is, or why not'].map((title) => ({ title }));
  return [
    ...renderTable([{ title: 'plugin' }, { title: 'version' }, { title: 'from' }], packages, { style }),
    '',
    ...renderTable(columns, rows, {
      style,
      styleCell: (cell, row, column) => {
        const { supported } = parts[row]!;
        if (column !== 3 || supported === null) return cell;
        return style(supported ? 'green' : 'red', cell);
      },
    }),
  ];
}
