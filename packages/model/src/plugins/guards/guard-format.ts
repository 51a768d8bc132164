import type { WeightsFormat } from '@fer/core';
import { call } from './call.ts';
import { type Part, wrongResult } from './faults.ts';
import { override } from './override.ts';

export function guardFormat(format: WeightsFormat, part: Part): WeightsFormat {
  const { write } = format;
  return override(format, {
    sniff: (files, options) => call(part, 'sniff', () => format.sniff(files, options), options.signal),
    async read(files, options) {
      const model = await call(part, 'read', () => format.read(files, options), options.signal);
      const { graph, tensors, notes } = model ?? {};
      if (tensors instanceof Map && Array.isArray(graph?.layers) && Array.isArray(notes)) return model;
      throw wrongResult(part, 'read', 'a graph, its tensors and notes');
    },
    ...(write && {
      async write(model) {
        const files = await call(part, 'write', () => write.call(part, model));
        if (files instanceof Map && files.size > 0) return files;
        throw wrongResult(part, 'write', 'files');
      },
    }),
  });
}
