import { describeValue } from '../describe-value.ts';
import { FerError } from '../errors.ts';
import { messageOf } from '../message-of.ts';
import { assertPlugin } from './assert-plugin.ts';
import type { Contributions, Plugin } from './define-plugin.ts';
import { EXTENSION_POINTS, type ExtensionPoint } from './extension-point-shapes.ts';
import { nearestName } from './nearest-name.ts';

/** Longest id that is told in a message, in characters. */
const MAX_TOLD_ID = 100;

/** What plugins contributed to one extension point, in the order of the plugins. */
export interface Lookup<Contribution extends { readonly id: string }> {
  /** @throws FerError `FER_UNKNOWN_ID`, with the ids there are and the nearest one */
  get(id: string): Contribution;
  has(id: string): boolean;
  list(): readonly Contribution[];
  /**
   * The name of the plugin that gave it.
   *
   * @throws FerError as `get`
   */
  origin(id: string): string;
}

/** All that a set of plugins brings. Belongs to whoever made it: there is no global one. */
export type Registry = {
  readonly [Point in ExtensionPoint]: Lookup<NonNullable<Contributions[Point]>[number]>;
};

/**
 * Puts the contributions of plugins together. Built-in parts come in through the same door.
 *
 * @throws FerError `FER_PLUGIN_INVALID` if a plugin or a contribution breaks its contract;
 * `FER_PLUGIN_DUPLICATE` if two contributions to an extension point have one id
 */
export function createRegistry(plugins: readonly Plugin[]): Registry {
  if (!Array.isArray(plugins)) {
    throw new FerError(
      'FER_PLUGIN_INVALID',
      `The plugins must be an array, but are ${describeValue(plugins)}.`,
    );
  }
  try {
    return build(plugins);
  } catch (cause) {
    if (FerError.isInstance(cause)) throw cause;
    // A getter of a plugin's threw.
    throw new FerError('FER_PLUGIN_INVALID', `The plugins cannot be read: ${messageOf(cause)}.`, { cause });
  }
}

function build(plugins: readonly Plugin[]): Registry {
  for (const plugin of plugins) assertPlugin(plugin);
  return {
    architectures: collect(plugins, 'architectures'),
    layers: collect(plugins, 'layers'),
    weightsSources: collect(plugins, 'weightsSources'),
    weightsFormats: collect(plugins, 'weightsFormats'),
    detectors: collect(plugins, 'detectors'),
    decoders: collect(plugins, 'decoders'),
    runtimes: collect(plugins, 'runtimes'),
    postprocessors: collect(plugins, 'postprocessors'),
    augmentations: collect(plugins, 'augmentations'),
  };
}

function collect<Point extends ExtensionPoint>(plugins: readonly Plugin[], point: Point): Registry[Point] {
  type Contribution = NonNullable<Contributions[Point]>[number];
  const { noun } = EXTENSION_POINTS[point];
  const byId = new Map<string, { contribution: Contribution; pluginName: string }>();

  for (const plugin of plugins) {
    for (const contribution of (plugin.contributes[point] ?? []) as readonly Contribution[]) {
      const earlier = byId.get(contribution.id);
      if (earlier !== undefined) {
        throw duplicate(noun, contribution.id, earlier.pluginName, plugin.name);
      }
      byId.set(contribution.id, { contribution, pluginName: plugin.name });
    }
  }

  const find = (id: string) => {
    const entry = byId.get(id);
    if (entry === undefined) throw unknownId(noun, id, [...byId.keys()]);
    return entry;
  };
  const lookup: Lookup<Contribution> = {
    get: (id) => find(id).contribution,
    has: (id) => byId.has(id),
    list: () => [...byId.values()].map((entry) => entry.contribution),
    origin: (id) => find(id).pluginName,
  };
  return lookup as Registry[Point];
}

function duplicate(noun: string, id: string, first: string, second: string): FerError {
  const message =
    first === second
      ? `Plugin "${first}" gives the ${noun} "${id}" twice, or is listed twice. List it once.`
      : `Plugins "${first}" and "${second}" both give a ${noun} "${id}". Leave one of them out.`;
  return new FerError('FER_PLUGIN_DUPLICATE', message, { details: { id, plugins: [first, second] } });
}

function unknownId(noun: string, id: unknown, available: readonly string[]): FerError {
  const suggestion = typeof id === 'string' ? nearestName(id, available) : undefined;
  const told = typeof id === 'string' ? `"${id.slice(0, MAX_TOLD_ID)}"` : describeValue(id);
  const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
  const there =
    available.length === 0
      ? `No plugin gives a ${noun}: add one that does to \`plugins\`.`
      : `Available: ${available.join(', ')}.`;
  return new FerError('FER_UNKNOWN_ID', `There is no ${noun} ${told}.${hint} ${there}`, {
    details: { id, available, suggestion },
  });
}
