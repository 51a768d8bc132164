import { assertOptions, createRegistry, type Plugin } from '@fer/core';
import { builtinPlugin } from '../builtin-plugin.ts';
import { DEFAULT_WEIGHTS } from '../bundled-files.ts';
import { guardRegistry } from '../plugins/guard-registry.ts';
import { figuresOf, type WeightsFigures } from './figures-of.ts';
import type { WeightsHeader } from './manifest.ts';
import { type OpenInTimeOptions, openInTime } from './open-in-time.ts';
import type { WeightsReference } from './open-weights.ts';
import { parseManifest } from './parse-manifest.ts';
import { headerOf, readManifest } from './read-weights.ts';

export interface DescribeWeightsOptions extends OpenInTimeOptions {
  /** Further weights sources; they are asked before the built-in ones. */
  readonly plugins?: readonly Plugin[];
}

/** Names of the options, for `assertOptions`. */
export const DESCRIBE_WEIGHTS_OPTIONS = {
  plugins: true,
  weightsLimits: true,
  weightsCache: true,
  signal: true,
} as const satisfies Record<keyof DescribeWeightsOptions, true>;

/** What weights say of themselves. */
export interface WeightsDescription extends WeightsHeader {
  /** The path, URL (without secrets) or id where they are. */
  readonly location: string;
  /** Bytes of all their files, `fer.json` too. */
  readonly byteLength: number;
  /** How many numbers they have. */
  readonly parameters: number;
  /** How good they are, by their training record; empty where it does not say. */
  readonly figures: WeightsFigures;
}

/**
 * Says what weights are before they are loaded: reads `fer.json` alone. Nothing of it is proven before they are.
 *
 * @param reference an id, a path, a URL or the files themselves; default: the bundled weights
 * @throws FerError `FER_WEIGHTS_NOT_FOUND` (also if time is over), `FER_WEIGHTS_FORMAT`; the reason of `signal`
 */
export async function describeWeights(
  reference: WeightsReference = DEFAULT_WEIGHTS,
  options: DescribeWeightsOptions = {},
): Promise<WeightsDescription> {
  assertOptions(options, DESCRIBE_WEIGHTS_OPTIONS, 'describeWeights');
  const registry = await guardRegistry(createRegistry([...(options.plugins ?? []), builtinPlugin]));
  return openInTime(reference, registry, options, async (files, { signal }) => {
    const { location } = files;
    const bytes = await readManifest(files, signal);
    const manifest = parseManifest(bytes, location);
    const sizes = manifest.tensors.map(({ shape }) => shape.reduce((product, length) => product * length, 1));
    return {
      ...headerOf(manifest),
      location,
      byteLength: manifest.shards.reduce((sum, shard) => sum + shard.byteLength, bytes.length),
      parameters: sizes.reduce((sum, size) => sum + size, 0),
      figures: figuresOf(manifest.training),
    };
  });
}
