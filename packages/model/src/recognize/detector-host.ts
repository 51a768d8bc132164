import type { DetectorHost, Registry } from '@fer/core';
import { type LoadModelOptions, loadModelFrom } from '../load-model.ts';

/** What a detector gets of whoever runs it: its networks run where the options say. */
export function detectorHost(
  registry: Registry,
  options: LoadModelOptions,
  preprocess: DetectorHost['preprocess'],
): DetectorHost {
  return {
    loadNetwork: async (files, { signal } = {}) =>
      (await loadModelFrom(registry, { ...options, weights: files, architecture: undefined, signal }))
        .network,
    preprocess,
  };
}
