import { assertOptions, createRegistry, type Plugin, type Registry, type WeightsFiles } from '@fer/core';
import { builtinPlugin } from '../builtin-plugin.ts';
import { DEFAULT_WEIGHTS } from '../bundled-files.ts';
import { guardRegistry } from '../plugins/guard-registry.ts';
import { architectureOf } from './architecture-of.ts';
import { defineModel } from './define-model.ts';
import { type OpenInTimeOptions, openInTime } from './open-in-time.ts';
import type { WeightsReference } from './open-weights.ts';
import { parseManifest } from './parse-manifest.ts';
import type { OnLoadProgress } from './progress.ts';
import { readWeights } from './read-weights.ts';
import type { Weights } from './weights.ts';

export interface LoadWeightsOptions extends OpenInTimeOptions, OnLoadProgress {
  /** Further architectures and weights sources; they are asked before the built-in ones. */
  readonly plugins?: readonly Plugin[];
}

/** Names of the options, for `assertOptions`. */
export const LOAD_WEIGHTS_OPTIONS = {
  plugins: true,
  weightsLimits: true,
  weightsCache: true,
  onProgress: true,
  signal: true,
} as const satisfies Record<keyof LoadWeightsOptions, true>;

/**
 * Loads weights and checks all that can be checked: the manifest, the checksum of each file, and that the tensors are
 * those of the architecture, of finite numbers.
 *
 * @param reference an id, a path, a URL or the files themselves; default: the bundled weights
 * @throws FerError `FER_WEIGHTS_NOT_FOUND` (also if time is over), `FER_WEIGHTS_FORMAT`, `FER_WEIGHTS_CORRUPT`,
 * `FER_WEIGHTS_MISMATCH`; `FER_UNKNOWN_ID` if no plugin gives their architecture; the reason of `signal`
 */
export async function loadWeights(
  reference: WeightsReference = DEFAULT_WEIGHTS,
  options: LoadWeightsOptions = {},
): Promise<Weights> {
  assertOptions(options, LOAD_WEIGHTS_OPTIONS, 'loadWeights');
  const registry = await guardRegistry(createRegistry([...(options.plugins ?? []), builtinPlugin]));
  const { weights, location } = await openAndRead(reference, registry, options);
  defineModel(weights, architectureOf(weights, registry), { location, blocks: registry.layers.list() });
  return weights;
}

/**
 * Finds and reads weights, and says where they were. Whether they fit is for `defineModel` to say.
 *
 * @throws FerError as `loadWeights`
 */
export function openAndRead(
  reference: WeightsReference,
  registry: Pick<Registry, 'weightsSources'>,
  options: OpenInTimeOptions & OnLoadProgress,
): Promise<{ weights: Weights; location: string }> {
  const { onProgress } = options;
  return openInTime(reference, registry, options, async (opened, limits) => {
    const files = onProgress === undefined ? opened : await counted(opened, onProgress);
    return { weights: await readWeights(files, limits), location: files.location };
  });
}

async function counted(
  files: WeightsFiles,
  onProgress: NonNullable<OnLoadProgress['onProgress']>,
): Promise<WeightsFiles> {
  const { countedFiles } = await import('./counted-files.ts');
  return countedFiles(files, onProgress, (manifest) => parseManifest(manifest, files.location).shards);
}
