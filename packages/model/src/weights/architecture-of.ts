import { type Architecture, findContribution, type Registry } from '@fer/core';
import type { Weights } from './weights.ts';

/**
 * The architecture that builds the graph of weights.
 *
 * @param choice what they must belong to, by id or the architecture itself; default: what the weights name
 * @returns `undefined` where the weights bring their graph along and nothing was chosen
 * @throws FerError `FER_UNKNOWN_ID` if nobody gives it, `FER_PLUGIN_INVALID` if it is none
 */
export function architectureOf(
  weights: Weights,
  registry: Pick<Registry, 'architectures'>,
  choice?: string | Architecture,
): Architecture | undefined {
  if (choice === undefined && weights.graph !== undefined) return undefined;
  return findContribution(registry, 'architectures', choice ?? weights.architecture.id, 'architecture');
}
