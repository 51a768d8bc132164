import { UNLABELLED } from '@fer/core';
import { type FaceDataset, SPLITS, type Split } from '../face-dataset.ts';

/** Rows that show the same picture. */
export interface DuplicateGroup {
  /** Indices into the data set, from 0, ascending. */
  readonly rows: readonly number[];
  /** Whether two of them have different labels. */
  readonly contradictory: boolean;
}

/** Two splits that a pair of duplicates joins, in the order of `SPLITS`: `training-training`, `training-public` … */
export type SplitPair = `${Split}-${Split}`;

/** What was found of one kind of duplicate. */
export interface DuplicateSummary {
  /** Ascending by their first row. */
  readonly groups: readonly DuplicateGroup[];
  /** Rows in all groups. */
  readonly rows: number;
  /** Groups whose labels contradict each other. */
  readonly contradictory: number;
  /** Pairs of rows by the splits they are in; a group of four exact copies has six pairs. */
  readonly pairs: Readonly<Partial<Record<SplitPair, number>>>;
}

/**
 * @param groups rows, ascending within each
 * @param pairs all pairs of duplicate rows
 */
export function summariseDuplicates(
  { labels, splits }: FaceDataset,
  groups: readonly (readonly number[])[],
  pairs: Iterable<readonly [number, number]>,
): DuplicateSummary {
  const described = groups
    .map((rows) => ({ rows, contradictory: contradicts(rows.map((row) => labels[row]!)) }))
    .sort((a, b) => a.rows[0]! - b.rows[0]!);
  const counts: Partial<Record<SplitPair, number>> = {};
  for (const [a, b] of pairs) {
    const [lower, upper] = [splits[a]!, splits[b]!].sort();
    const key: SplitPair = `${SPLITS[lower!]!}-${SPLITS[upper!]!}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return {
    groups: described,
    rows: groups.reduce((total, rows) => total + rows.length, 0),
    contradictory: described.filter((group) => group.contradictory).length,
    pairs: counts,
  };
}

function contradicts(labels: readonly number[]): boolean {
  return new Set(labels.filter((label) => label !== UNLABELLED)).size > 1;
}
