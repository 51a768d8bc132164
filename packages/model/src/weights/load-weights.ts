import { createRegistry, type Plugin, type Registry } from '@fer/core';
import { builtinPlugin } from '../builtin-plugin.ts';
import { DEFAULT_WEIGHTS } from '../bundled-files.ts';
import { defineModel } from './define-model.ts';
import { openWeights, type WeightsReference } from './open-weights.ts';
import { readWeights } from './read-weights.ts';
import type { Weights } from './weights.ts';

export interface LoadWeightsOptions {
  /** Further architectures and weights sources; they are asked before the built-in ones. */
  readonly plugins?: readonly Plugin[];
  readonly signal?: AbortSignal;
}

/**
 * Loads weights and checks all that can be checked: the manifest, the checksum of each file, and that the tensors are
 * those of the architecture.
 *
 * @param reference an id, a path, a URL or the files themselves; default: the bundled weights
 * @throws FerError `FER_WEIGHTS_NOT_FOUND`, `FER_WEIGHTS_FORMAT`, `FER_WEIGHTS_CORRUPT`, `FER_WEIGHTS_MISMATCH`;
 * `FER_UNKNOWN_ID` if no plugin gives their architecture; the reason of `signal`
 */
export async function loadWeights(
  reference: WeightsReference = DEFAULT_WEIGHTS,
  options: LoadWeightsOptions = {},
): Promise<Weights> {
  const { plugins = [], signal } = options;
  return loadWeightsFrom(createRegistry([...plugins, builtinPlugin]), reference, { signal });
}

/** As `loadWeights`, with a registry that is there already. */
export async function loadWeightsFrom(
  registry: Pick<Registry, 'architectures' | 'weightsSources'>,
  reference: WeightsReference,
  options: { signal?: AbortSignal } = {},
): Promise<Weights> {
  const { signal } = options;
  signal?.throwIfAborted();
  const files = await openWeights(reference, registry, { signal });
  const weights = await readWeights(files, { signal });
  defineModel(weights, registry.architectures.get(weights.architecture.id), files.location);
  return weights;
}
