import {
  assertOptions,
  createRegistry,
  FerError,
  type Plugin,
  type Registry,
  safeUrl,
  withDeadline,
} from '@fer/core';
import { builtinPlugin } from '../builtin-plugin.ts';
import { DEFAULT_WEIGHTS } from '../bundled-files.ts';
import { architectureOf } from './architecture-of.ts';
import { defineModel } from './define-model.ts';
import { resolveLimits, type WeightsLimits } from './limits.ts';
import { openWeights, type WeightsReference } from './open-weights.ts';
import { readWeights } from './read-weights.ts';
import type { Weights } from './weights.ts';

export interface LoadWeightsOptions {
  /** Further architectures and weights sources; they are asked before the built-in ones. */
  readonly plugins?: readonly Plugin[];
  /** How much is read, and how long. Default: `WEIGHTS_LIMITS`. */
  readonly weightsLimits?: WeightsLimits;
  readonly signal?: AbortSignal;
}

/** Names of the options, for `assertOptions`. */
export const LOAD_WEIGHTS_OPTIONS = {
  plugins: true,
  weightsLimits: true,
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
  const { plugins = [], weightsLimits, signal } = options;
  const registry = createRegistry([...plugins, builtinPlugin]);
  const { weights, location } = await openAndRead(reference, registry, { weightsLimits, signal });
  defineModel(weights, architectureOf(weights, registry), { location, blocks: registry.layers.list() });
  return weights;
}

/**
 * Finds and reads weights within limits, and says where they were. Whether they fit is for `defineModel` to say.
 *
 * @throws FerError as `loadWeights`; the reason of `signal`
 */
export async function openAndRead(
  reference: WeightsReference,
  registry: Pick<Registry, 'weightsSources'>,
  options: { readonly weightsLimits?: WeightsLimits; readonly signal?: AbortSignal },
): Promise<{ weights: Weights; location: string }> {
  const { maxBytes, timeoutMs, stallMs } = resolveLimits(options.weightsLimits);
  let location = typeof reference === 'string' || reference instanceof URL ? safeUrl(reference) : '';
  return withDeadline(
    async (signal) => {
      const files = await openWeights(reference, registry, { signal, stallMs });
      location = files.location;
      return { weights: await readWeights(files, { signal, maxBytes }), location };
    },
    { signal: options.signal, timeoutMs },
    () =>
      new FerError(
        'FER_WEIGHTS_NOT_FOUND',
        `The weights ${location} could not be read whole within ${timeoutMs} ms. Try again, or allow more time by \`weightsLimits: { timeoutMs }\`.`,
        { details: { location, timeoutMs } },
      ),
  );
}
