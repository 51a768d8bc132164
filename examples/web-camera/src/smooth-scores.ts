import { EMOTIONS } from '@fer/core';
import type { Scores } from './bars.ts';

/** How much a new frame counts against those before it. */
const NEW_SHARE = 0.35;

/** Scores of a camera, averaged over the last few frames so that the bars do not tremble. */
export function smoothScores(before: Scores | undefined, now: Scores): Scores {
  if (before === undefined) return now;
  const entries = EMOTIONS.map((emotion) => [
    emotion,
    before[emotion] + NEW_SHARE * (now[emotion] - before[emotion]),
  ]);
  return Object.fromEntries(entries) as Scores;
}
