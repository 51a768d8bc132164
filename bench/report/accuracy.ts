import { FER_PLUS_LABELS } from '@fer/dataset';
import type { Evaluation, Interval } from '@fer/model';
import type { AccuracyReport, AccuracyResult } from '../accuracy.ts';
import { TEST_SETS, type TestSet } from '../test-sets.ts';
import { markdownTable, round } from './markdown.ts';

/** The whole of `docs/accuracy.md`. */
export function accuracyPage({ machine, results }: AccuracyReport): string {
  const { cpu, cores, engine, simd, loadAverage, date } = machine;
  const counts = Object.fromEntries(TEST_SETS.map(({ id }) => [id, results[0]!.scores[id].count]));
  const known = results.filter(({ knownTop1 }) => knownTop1 !== undefined);
  return `# Accuracy

Our weights beside the networks of \`@vladmandic/human\` and \`@vladmandic/face-api\`, on the same pictures, one crop each,
every network with its own preprocessing. Written by

\`\`\`sh
node --conditions=@fer/source --import tsx bench/accuracy.ts --data fer2013.tar.gz --ferplus ferplus.csv
\`\`\`

Our weights were trained on Training and chosen on PublicTest, which flatters that column a little; PrivateTest decided
nothing. What the peers were trained and chosen on is theirs to say: if it was these pictures, their columns flatter, too.
That their preprocessing is right is checked: the run fails if PrivateTest is more than 0.3 points from what is known of
them (${known.map(({ name, knownTop1 }) => `${name} ${percent(knownTop1!)}`).join(', ')}).

*No copies* leaves out what \`findDuplicates\` finds in Training, too, exactly or nearly: ${counts.public! - counts['public-unseen']!} pictures of PublicTest and ${counts.private! - counts['private-unseen']!} of
PrivateTest. *FER+* takes the majority of FER+'s ten votes for the label (eight labels where a network knows contempt, else
seven) and leaves out pictures without one: ${counts['public-ferplus']} and ${counts['private-ferplus']} stay.

## Top-1, %

With 95 % intervals (bootstrap over the pictures).

${bySet(results, ({ top1, intervals }) => withInterval(top1, intervals.top1))}

## Balanced accuracy, %

The mean recall of the classes.

${bySet(results, ({ balancedAccuracy, intervals }) => withInterval(balancedAccuracy, intervals.balancedAccuracy))}

## Recall of each class, %

${recalls(results, 'private', 'PrivateTest')}

${recalls(results, 'public', 'PublicTest')}

## Calibration error, %

Expected, 15 bins (Guo et al. 2017): how far a confidence is from the share that is right. *Tempered* is what a recognizer
of ours shows where the weights bring a temperature.

${calibrationTable(results)}

## Size and speed

Processor time of one thread in Node for a picture, preprocessing included, each in a process of its own: ${cpu}, ${cores} cores,
${engine}, ${simd}, load ${loadAverage[0]}, ${date.slice(0, 10)}. Only compare figures of one table.

${sizeTable(results)}
`;
}

function bySet(results: readonly AccuracyResult[], cell: (score: Evaluation) => string): string {
  return markdownTable(
    ['', ...TEST_SETS.map(({ title }) => title)],
    results.map(({ name, scores }) => [name, ...TEST_SETS.map(({ id }) => cell(scores[id]))]),
  );
}

function recalls(results: readonly AccuracyResult[], set: TestSet['id'], title: string): string {
  const names = FER_PLUS_LABELS.filter((label) => recallOf(results[0]!.scores[set], label) !== undefined);
  return markdownTable(
    [title, ...names],
    results.map(({ name, scores }) => [
      name,
      ...names.map((label) => points(recallOf(scores[set], label) ?? 0)),
    ]),
  );
}

/** Undefined where there are no pictures of it. */
function recallOf({ perClass }: Evaluation, label: string): number | undefined {
  const row = perClass.find((one) => one.label === label);
  return row === undefined || row.support === 0 ? undefined : row.recall;
}

function calibrationTable(results: readonly AccuracyResult[]): string {
  const cells = ({ calibration, untempered }: Evaluation) => [
    points((untempered?.calibration ?? calibration).expectedError),
    untempered === undefined ? '–' : points(calibration.expectedError),
  ];
  return markdownTable(
    ['', 'PublicTest', 'tempered', 'PrivateTest', 'tempered', 'temperature'],
    results.map(({ name, scores, temperature }) => [
      name,
      ...cells(scores.public),
      ...cells(scores.private),
      temperature === 1 ? '–' : String(round(temperature)),
    ]),
  );
}

function sizeTable(results: readonly AccuracyResult[]): string {
  return markdownTable(
    ['', 'sees', 'on', 'weights, bytes', 'ms, batch 1', 'ms, batch 32'],
    results.map(({ name, preprocessing, engine, weightsBytes, msPerImage }) => [
      name,
      preprocessing,
      engine,
      weightsBytes,
      round(msPerImage[1]),
      round(msPerImage[32]),
    ]),
  );
}

function withInterval(share: number, [low, high]: Interval): string {
  return `**${points(share)}** (${points(low)}–${points(high)})`;
}

function points(share: number): string {
  return (100 * share).toFixed(1);
}

function percent(share: number): string {
  return `${points(share)} %`;
}
