import { assertOptions, describeValue, FerError, type Postprocessor, type WithId } from '@fer/core';

/** Default of `halfLifeMs`. */
export const HALF_LIFE_MS = 300;

/**
 * The weighted mean of all that was seen of a face, in which what was seen `halfLifeMs` (default `HALF_LIFE_MS`) before
 * counts half, however many frames there were in between.
 */
export const exponential: WithId<Postprocessor, 'exponential'> = {
  id: 'exponential',
  apiVersion: 1,
  create(options = {}) {
    assertOptions(options, { halfLifeMs: true }, 'exponential');
    const { halfLifeMs = HALF_LIFE_MS } = options;
    if (typeof halfLifeMs !== 'number' || !(halfLifeMs > 0)) {
      throw new FerError(
        'FER_INVALID_ARGUMENT',
        `exponential: \`halfLifeMs\` must be a number of ms above 0, but is ${describeValue(halfLifeMs)}.`,
        { details: { option: 'halfLifeMs', value: halfLifeMs } },
      );
    }
    const faces = new Map<number, { timestamp: number; scores: Readonly<Record<string, number>> }>();
    return {
      update({ id, timestamp, scores }) {
        const before = faces.get(id);
        const kept = before === undefined ? 0 : 0.5 ** ((timestamp - before.timestamp) / halfLifeMs);
        const smoothed = Object.fromEntries(
          Object.entries(scores).map(([label, score]) => [
            label,
            score + kept * ((before?.scores[label] ?? score) - score),
          ]),
        );
        faces.set(id, { timestamp, scores: smoothed });
        return smoothed;
      },
      forget: (id) => void faces.delete(id),
    };
  },
};
