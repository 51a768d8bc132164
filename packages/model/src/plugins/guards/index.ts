import { EXTENSION_POINTS, type ExtensionPoint, type Lookup, type Registry } from '@fer/core';
import type { Part } from './faults.ts';
import type { GuardContext } from './guard-context.ts';
import { guardDecoder } from './guard-decoder.ts';
import { guardDetector } from './guard-detector.ts';
import { guardFormat } from './guard-format.ts';
import { guardLayer } from './guard-layer.ts';
import { guardPostprocessor } from './guard-postprocessor.ts';
import { guardRuntime } from './guard-runtime.ts';
import { guardSource } from './guard-source.ts';

type Contribution<Point extends ExtensionPoint> = ReturnType<Registry[Point]['get']>;

/**
 * What holds a contribution against its contract. Architectures and augmentations need none: whoever calls them looks at what
 * comes.
 */
const GUARDS: {
  readonly [Point in Exclude<ExtensionPoint, 'architectures' | 'augmentations'>]: (
    contribution: Contribution<Point>,
    part: Part,
    context: GuardContext,
  ) => Contribution<Point>;
} = {
  layers: guardLayer,
  weightsSources: guardSource,
  weightsFormats: guardFormat,
  detectors: guardDetector,
  decoders: guardDecoder,
  runtimes: guardRuntime,
  postprocessors: guardPostprocessor,
};

/** The registry with a guard around each contribution that `isForeign` says yes to. */
export function guardAll(
  registry: Registry,
  isForeign: (plugin: string) => boolean,
  context: GuardContext,
): Registry {
  const points = Object.keys(GUARDS) as (keyof typeof GUARDS)[];
  const safe = points.map((point) => [point, guardPoint(point, registry[point], isForeign, context)]);
  return { ...registry, ...Object.fromEntries(safe) };
}

function guardPoint<Point extends keyof typeof GUARDS>(
  point: Point,
  lookup: Registry[Point],
  isForeign: (plugin: string) => boolean,
  context: GuardContext,
): Lookup<Contribution<Point>> {
  const contributions = lookup.list() as readonly Contribution<Point>[];
  const safe = new Map(
    contributions.map((contribution) => {
      const { id } = contribution;
      const plugin = lookup.origin(id);
      const part = { id, noun: EXTENSION_POINTS[point].noun, plugin };
      return [id, isForeign(plugin) ? GUARDS[point](contribution, part, context) : contribution];
    }),
  );
  return {
    ...(lookup as Lookup<Contribution<Point>>),
    get: (id) => safe.get(id) ?? (lookup.get(id) as Contribution<Point>),
    list: () => [...safe.values()],
  };
}
