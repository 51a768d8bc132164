import { assertOptions, describeValue, FerError } from '@fer/core';
import { type FaceDataset, SPLITS } from '../face-dataset.ts';
import { connectedGroups } from './connected-groups.ts';
import { createCorrelation } from './correlation.ts';
import { differenceHashes } from './difference-hash.ts';
import { type DuplicateSummary, summariseDuplicates } from './duplicate-summary.ts';
import { groupExactCopies } from './exact-copies.ts';
import { forEachPairWithin } from './hamming-search.ts';

export interface DuplicateOptions {
  /**
   * How alike two images must be to count as near duplicates: Pearson's correlation of their pixels, from just above 0
   * to 1. Of FER2013's pairs with 0.92 or more, a sample looked at were the same photo but for a watermark, another
   * crop or another contrast; from 0.88 to 0.90 a third were different people.
   */
  readonly minCorrelation?: number;
  /**
   * Pairs whose 64-bit difference hashes differ in more bits are not looked at, 0 to 15. With 10, 99 % of FER2013's
   * pairs that correlate with 0.92 or more are found; more bits take longer.
   */
  readonly maxHashDistance?: number;
}

const DUPLICATE_OPTIONS = { minCorrelation: true, maxHashDistance: true } satisfies Record<
  keyof DuplicateOptions,
  true
>;

/** The defaults of `findDuplicates`. */
export const DUPLICATE_DEFAULTS = { minCorrelation: 0.92, maxHashDistance: 10 } as const;

export interface DuplicateReport {
  /** Rows whose image has one gray level only; they are in no group. */
  readonly constant: readonly number[];
  /** Images that are the same byte for byte. */
  readonly exact: DuplicateSummary;
  /** Images that are alike without being the same; a group holds all rows that such pairs link, exact copies too. */
  readonly near: DuplicateSummary;
  /**
   * Rows outside Training that have an exact or near duplicate in Training, ascending: a score without them shows what
   * the overlap is worth.
   */
  readonly sharedWithTraining: { readonly public: readonly number[]; readonly private: readonly number[] };
}

/**
 * Finds pictures that are in a data set more than once, within and across splits. Takes two to four seconds for FER2013.
 *
 * Exact copies are found by hash and compared byte for byte. Candidates for near duplicates are found by their
 * difference hash and kept if their pixels correlate. Mirror images are not looked for.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for options out of range
 */
export function findDuplicates(dataset: FaceDataset, options: DuplicateOptions = {}): DuplicateReport {
  assertOptions(options, DUPLICATE_OPTIONS, 'findDuplicates');
  const { minCorrelation, maxHashDistance } = { ...DUPLICATE_DEFAULTS, ...options };
  assertRanges(minCorrelation, maxHashDistance);
  const { images, count, splits } = dataset;
  const { constant, classes } = groupExactCopies(images, count);
  const exactGroups = classes.filter((rows) => rows.length > 1);
  const nearClasses = findNearPairs(dataset, classes, minCorrelation, maxHashDistance);

  const exactPairs = exactGroups.flatMap(pairsWithin);
  const nearPairs = nearClasses.flatMap(([a, b]) => pairsBetween(classes[a]!, classes[b]!));
  const nearGroups = connectedGroups(classes.length, nearClasses).map((members) =>
    members.flatMap((member) => classes[member]!).sort((a, b) => a - b),
  );

  const shared = new Set<number>();
  for (const [a, b] of [...exactPairs, ...nearPairs]) {
    if (splits[a] === 0) shared.add(b);
    if (splits[b] === 0) shared.add(a);
  }
  const sharedIn = (split: 'public' | 'private') =>
    [...shared].filter((row) => splits[row] === SPLITS.indexOf(split)).sort((a, b) => a - b);
  return {
    constant,
    exact: summariseDuplicates(dataset, exactGroups, exactPairs),
    near: summariseDuplicates(dataset, nearGroups, nearPairs),
    sharedWithTraining: { public: sharedIn('public'), private: sharedIn('private') },
  };
}

/** Pairs of classes of exact copies whose images are alike; one row stands for its class. */
function findNearPairs(
  { images, count, width, height }: FaceDataset,
  classes: readonly (readonly number[])[],
  minCorrelation: number,
  maxHashDistance: number,
): (readonly [number, number])[] {
  const rowHashes = differenceHashes(images, count, width, height);
  const hashes = new Uint32Array(2 * classes.length);
  classes.forEach(([row], at) => {
    hashes.set(rowHashes.subarray(2 * row!, 2 * row! + 2), 2 * at);
  });
  const correlation = createCorrelation(images, count);
  const pairs: (readonly [number, number])[] = [];
  forEachPairWithin(hashes, maxHashDistance, (a, b) => {
    if (correlation(classes[a]![0]!, classes[b]![0]!) >= minCorrelation) pairs.push([a, b]);
  });
  return pairs;
}

function pairsWithin(rows: readonly number[]): [number, number][] {
  return rows.flatMap((a, at) => rows.slice(at + 1).map((b): [number, number] => [a, b]));
}

function pairsBetween(some: readonly number[], others: readonly number[]): [number, number][] {
  return some.flatMap((a) => others.map((b): [number, number] => [a, b]));
}

function assertRanges(minCorrelation: number, maxHashDistance: number): void {
  const bad = !(typeof minCorrelation === 'number' && minCorrelation > 0 && minCorrelation <= 1)
    ? ['minCorrelation', 'above 0 and at most 1', minCorrelation]
    : !(Number.isInteger(maxHashDistance) && maxHashDistance >= 0 && maxHashDistance <= 15)
      ? ['maxHashDistance', 'a whole number from 0 to 15', maxHashDistance]
      : undefined;
  if (!bad) return;
  const [option, expected, value] = bad;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `findDuplicates: \`${option}\` must be ${expected}, but is ${describeValue(value)}.`,
    {
      details: { option, value },
    },
  );
}
