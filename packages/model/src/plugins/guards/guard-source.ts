import { messageOf, type WeightsSource } from '@fer/core';
import { call } from './call.ts';
import { type Part, thrownBy, wrongResult } from './faults.ts';
import type { GuardContext } from './guard-context.ts';
import { override } from './override.ts';

export function guardSource(source: WeightsSource, part: Part, { warn }: GuardContext): WeightsSource {
  return override(source, {
    matches(reference) {
      try {
        return source.matches(reference);
      } catch (cause) {
        warn(messageOf(thrownBy(part, 'matches', cause)));
        return false;
      }
    },
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
