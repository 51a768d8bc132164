import { EMOTIONS, type Emotion, UNLABELLED } from '@fer/core';
import { type FaceDataset, SPLITS, type Split } from '../face-dataset.ts';

/** What some images look like as a whole. */
export interface ImageStatistics<Label extends string = Emotion> {
  readonly count: number;
  /** Images of each class. */
  readonly classes: Readonly<Record<Label, number>>;
  /** Images without a label. */
  readonly unlabelled: number;
  /** Mean of all pixels, 0..255; null without images. */
  readonly mean: number | null;
  /** Standard deviation of all pixels about that mean (of the population: divided by n); null without images. */
  readonly standardDeviation: number | null;
}

export interface DatasetStatistics<Label extends string = Emotion> extends ImageStatistics<Label> {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Every split, also one without images. */
  readonly splits: Readonly<Record<Split, ImageStatistics<Label>>>;
}

/**
 * Counts images and measures pixels, of a whole data set and of each split; plain data, ready for JSON.
 *
 * @typeParam Label the data set's `labelNames`, where they are not the usual seven
 */
export function datasetStatistics<Label extends string = Emotion>(
  dataset: FaceDataset,
): DatasetStatistics<Label> {
  const { name, width, height, count, images, labels, splits } = dataset;
  const names = (dataset.labelNames ?? EMOTIONS) as readonly Label[];
  const tallies = SPLITS.map(newTally);
  const area = width * height;
  for (let image = 0; image < count; image++) {
    const { levels, classes } = tallies[splits[image]!]!;
    classes[labels[image]!]!++;
    const end = (image + 1) * area;
    for (let at = image * area; at < end; at++) levels[images[at]!]!++;
  }

  const whole = newTally();
  for (const { levels, classes } of tallies) {
    levels.forEach((pixels, level) => {
      whole.levels[level]! += pixels;
    });
    classes.forEach((images, label) => {
      whole.classes[label]! += images;
    });
  }
  return {
    name,
    width,
    height,
    ...summarise(whole, names),
    splits: Object.fromEntries(SPLITS.map((split, at) => [split, summarise(tallies[at]!, names)])) as Record<
      Split,
      ImageStatistics<Label>
    >,
  };
}

/** Counts by gray level and by label; from 256 counts of levels the moments follow exactly, without rounding drift. */
interface Tally {
  readonly levels: Float64Array;
  readonly classes: Float64Array;
}

function newTally(): Tally {
  return { levels: new Float64Array(256), classes: new Float64Array(256) };
}

function summarise<Label extends string>(
  { levels, classes }: Tally,
  names: readonly Label[],
): ImageStatistics<Label> {
  let pixels = 0;
  let sum = 0;
  levels.forEach((times, level) => {
    pixels += times;
    sum += times * level;
  });
  const mean = sum / pixels;
  const squares = levels.reduce((total, times, level) => total + times * (level - mean) ** 2, 0);
  return {
    count: classes.reduce((total, images) => total + images, 0),
    classes: Object.fromEntries(names.map((name, label) => [name, classes[label]!])) as Record<Label, number>,
    unlabelled: classes[UNLABELLED]!,
    mean: pixels === 0 ? null : mean,
    standardDeviation: pixels === 0 ? null : Math.sqrt(squares / pixels),
  };
}
