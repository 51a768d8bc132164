import type { Postprocessor } from '@fer/core';
import { callAtOnce } from './call.ts';
import { type Part, wrongResult } from './faults.ts';
import { override } from './override.ts';

/** How far scores may be from summing to 1. */
const SUM_TOLERANCE = 1e-3;

export function guardPostprocessor(postprocessor: Postprocessor, part: Part): Postprocessor {
  return override(postprocessor, {
    create(options) {
      const processor = callAtOnce(part, 'create', () => postprocessor.create(options));
      if (typeof processor?.update !== 'function' || typeof processor.forget !== 'function') {
        throw wrongResult(part, 'create', '`update` and `forget`');
      }
      return {
        update(face) {
          const scores = callAtOnce(part, 'update', () => processor.update(face));
          if (areScores(scores, Object.keys(face.scores))) return scores;
          throw wrongResult(part, 'update', 'a score from 0 to 1 for every label, which sum to 1');
        },
        forget: (id) => callAtOnce(part, 'forget', () => processor.forget(id)),
      };
    },
  });
}

function areScores(scores: unknown, labels: readonly string[]): scores is Readonly<Record<string, number>> {
  if (typeof scores !== 'object' || scores === null) return false;
  if (Object.keys(scores).length !== labels.length) return false;
  const values = labels.map((label) => (scores as Record<string, unknown>)[label]);
  if (!values.every((value) => typeof value === 'number' && value >= 0 && value <= 1)) return false;
  return Math.abs((values as number[]).reduce((sum, value) => sum + value, 0) - 1) <= SUM_TOLERANCE;
}
