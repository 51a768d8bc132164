import type { Weights } from './weights.ts';

/** Figures by the images that they were taken on (`public`, `validation` …): `{ public: { top1: 0.697, loss: 0.88 } }`. */
export interface WeightsFigures {
  readonly [images: string]: { readonly [figure: string]: number };
}

/**
 * What the record of a training says of how good the weights are: `evaluation`, by split, and the validation of the epoch
 * that they are of.
 *
 * @returns none where there is no record, or none of that
 */
export function figuresOf(training: Weights['training']): WeightsFigures {
  const { evaluation, best } = training ?? {};
  const { validation } = entriesOf(best);
  const figures = Object.entries({ validation, ...entriesOf(evaluation) }).map(
    ([images, scores]) => [images, numbersOf(scores)] as const,
  );
  return Object.fromEntries(figures.filter(([, numbers]) => Object.keys(numbers).length > 0));
}

function numbersOf(value: unknown): { [key: string]: number } {
  const entries = Object.entries(entriesOf(value));
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

/** A record may hold anything. */
function entriesOf(value: unknown): { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
