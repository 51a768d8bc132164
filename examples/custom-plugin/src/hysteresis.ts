import { assertOptions, FerError, type Postprocessor } from '@fer/core';

type Scores = Readonly<Record<string, number>>;

/** What is told of a face, and what would replace it if it stays the best. */
interface Told {
  emotion: string;
  rival: string;
  /** When the rival took the lead, in ms. */
  since: number;
}

/** The emotion that is told changes only when another has been the best for `holdMs` (default 500) without a break. */
export const hysteresis = {
  id: 'hysteresis',
  apiVersion: 1,
  create(options = {}) {
    assertOptions(options, { holdMs: true }, 'hysteresis');
    const { holdMs = 500 } = options;
    if (typeof holdMs !== 'number' || !(holdMs >= 0)) {
      throw new FerError(
        'FER_INVALID_ARGUMENT',
        `hysteresis: \`holdMs\` must be a number of ms from 0, but is ${String(holdMs)}.`,
      );
    }
    const faces = new Map<number, Told>();
    return {
      update({ id, timestamp, scores }) {
        const best = bestOf(scores);
        const told = faces.get(id) ?? { emotion: best, rival: best, since: timestamp };
        faces.set(id, told);
        if (best !== told.rival) Object.assign(told, { rival: best, since: timestamp });
        if (timestamp - told.since >= holdMs) told.emotion = best;
        // The two change places, so that the scores still sum to 1.
        return { ...scores, [best]: scores[told.emotion]!, [told.emotion]: scores[best]! };
      },
      forget: (id) => void faces.delete(id),
    };
  },
} as const satisfies Postprocessor;

function bestOf(scores: Scores): string {
  return Object.keys(scores).reduce((best, label) => (scores[label]! > scores[best]! ? label : best));
}
