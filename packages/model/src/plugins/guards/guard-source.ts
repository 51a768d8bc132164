import type { WeightsSource } from '@fer/core';
import { call, callAtOnce } from './call.ts';
import { type Part, wrongResult } from './faults.ts';
import { override } from './override.ts';

export function guardSource(source: WeightsSource, part: Part): WeightsSource {
  return override(source, {
    matches: (reference) => callAtOnce(part, 'matches', () => source.matches(reference)),
    async open(reference, options) {
      const files = await call(part, 'open', () => source.open(reference, options), options?.signal);
      if (typeof files?.read !== 'function') throw wrongResult(part, 'open', 'files with `read`');
      return {
        location: files.location,
        read: (name, reading) => call(part, 'read', () => files.read(name, reading), reading?.signal),
      };
    },
  });
}
