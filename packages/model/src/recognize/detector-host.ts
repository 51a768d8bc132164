import type { DetectorHost, Registry } from '@fer/core';
import { type LoadModelOptions, loadModelFrom } from '../load-model.ts';

/** What a detector gets of whoever runs it: its networks run where the options say. */
export function detectorHost(
  registry: Registry,
  options: LoadModelOptions,
  preprocess: DetectorHost['preprocess'],
): DetectorHost {
  return {
    async loadNetwork(files, { inputSize, signal } = {}) {
      const own = { weights: files, architecture: undefined, inputSize, onProgress: undefined, signal };
      const { network } = await loadModelFrom(registry, { ...options, ...own });
      if ((network.together ?? 1) === 1) return network;
      return (await import('./gather-runs.ts')).gatherRuns(network);
    },
    preprocess,
  };
}
