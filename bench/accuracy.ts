/**
 * Scores our weights and their peers on FER2013 and FER+, each with its own preprocessing, and writes
 * `docs/accuracy.md`. Takes some minutes.
 *
 *   node --conditions=@fer/source --import tsx bench/accuracy.ts --data <fer2013> --ferplus <csv> [--out docs/accuracy.md]
 *
 * Weights of ours are here only once they are published: whoever chooses among trainings does so on PublicTest.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EMOTIONS, UNLABELLED } from '@fer/core';
import {
  type FaceDataset,
  FER_PLUS_LABELS,
  findDuplicates,
  loadDataset,
  majorityLabels,
  SPLITS,
} from '@fer/dataset';
import { type Evaluation, scoreProbabilities } from '@fer/model';
import type { AccuracyCommand } from './accuracy-process.ts';
import { type Classifier, IMAGE_SIZE } from './classifiers/classifier.ts';
import { OUR_WEIGHTS, PEERS } from './classifiers/index.ts';
import { accuracyPage } from './report/accuracy.ts';
import { startChild } from './support/child-process.ts';
import { describeMachine, type Machine } from './support/machine.ts';
import { summarize } from './support/statistics.ts';
import type { Times } from './support/time-repeatedly.ts';
import { TEST_SETS, type TestSet } from './test-sets.ts';

/** How a classifier did. */
export interface AccuracyResult extends Omit<Classifier, 'predict'> {
  readonly scores: Readonly<Record<TestSet['id'], Evaluation>>;
  /** Median processor time of a picture in batches of so many, ms. */
  readonly msPerImage: Readonly<Record<1 | 32, number>>;
}

export interface AccuracyReport {
  readonly machine: Machine;
  readonly results: readonly AccuracyResult[];
}

/** Largest distance from a figure that is known. */
const TOLERANCE = 0.003;

const MEASURE_MS = 3000;
const AREA = IMAGE_SIZE * IMAGE_SIZE;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    ferplus: { type: 'string' },
    out: { type: 'string', default: 'docs/accuracy.md' },
  },
});
if (!options.data || !options.ferplus) {
  throw new Error('Usage: bench/accuracy.ts --data <fer2013> --ferplus <csv> [--out <file.md>]');
}

const dataset = await loadDataset(options.data, { ferplus: options.ferplus });
if (!dataset.source.recognisedAs) throw new Error(`${options.data} is not the published FER2013.`);
const { sharedWithTraining } = findDuplicates(dataset);
const copies = new Set([...sharedWithTraining.public, ...sharedWithTraining.private]);
const tested = Array.from(dataset.splits.keys()).filter((row) => SPLITS[dataset.splits[row]!] !== 'training');

const results: AccuracyResult[] = [];
for (const id of [...OUR_WEIGHTS, ...PEERS]) {
  const result = await measure(id);
  results.push(result);
  const { top1 } = result.scores.private;
  console.log(`${result.name}: ${(100 * top1).toFixed(2)} % of PrivateTest`);
  if (result.knownTop1 !== undefined && Math.abs(top1 - result.knownTop1) > TOLERANCE) {
    throw new Error(`${id} is known to reach ${result.knownTop1}: its preprocessing must differ from ours.`);
  }
}
writeFileSync(options.out, accuracyPage({ machine: await describeMachine(), results }));

async function measure(id: string): Promise<AccuracyResult> {
  const child = startChild<AccuracyCommand>('accuracy-process.ts', id, process.execPath);
  try {
    const description = await child.ask<Omit<Classifier, 'predict'>>({ type: 'load' });
    const images = imagesOf(dataset, tested);
    const probabilities = await child.ask<Float32Array>({ type: 'predict', images, count: tested.length });
    const msPerImage = async (count: number) => {
      const batch = { type: 'measure', images: images.slice(0, count * AREA), count } as const;
      const { cpu } = await child.ask<Times>({ ...batch, durationMs: MEASURE_MS });
      return summarize(cpu).median / count;
    };
    const scores = Object.fromEntries(
      TEST_SETS.map((set) => [set.id, score(probabilities, description, set)]),
    ) as Record<TestSet['id'], Evaluation>;
    return { ...description, scores, msPerImage: { 1: await msPerImage(1), 32: await msPerImage(32) } };
  } finally {
    child.stop();
  }
}

/** Where FER+ has no majority, or one that the network has no name for, a picture is left out. */
function score(
  probabilities: Float32Array,
  { labels, temperature }: Omit<Classifier, 'predict'>,
  set: TestSet,
): Evaluation {
  const dataLabels = set.ferPlus && labels.includes('contempt') ? FER_PLUS_LABELS : EMOTIONS;
  const actual = set.ferPlus ? majorityLabels(dataset.votes!, dataLabels) : dataset.labels;
  const at = Array.from(tested.keys()).filter((i) => {
    const row = tested[i]!;
    const isOfSplit = SPLITS[dataset.splits[row]!] === set.split;
    return isOfSplit && actual[row] !== UNLABELLED && (set.copies || !copies.has(row));
  });
  const classes = labels.length;
  const chosen = new Float32Array(at.length * classes);
  for (const [to, i] of at.entries()) {
    chosen.set(probabilities.subarray(i * classes, (i + 1) * classes), to * classes);
  }
  const wanted = Uint8Array.from(at, (i) => actual[tested[i]!]!);
  return scoreProbabilities(chosen, wanted, { labels, dataLabels, temperature });
}

function imagesOf({ images }: FaceDataset, rows: readonly number[]): Uint8Array {
  const chosen = new Uint8Array(rows.length * AREA);
  for (const [to, row] of rows.entries()) {
    chosen.set(images.subarray(row * AREA, (row + 1) * AREA), to * AREA);
  }
  return chosen;
}
