import type { Evaluation, TensorDtype, Weights } from '@fer/model';

/** Of the record that `train` makes, what the card tells. */
interface TrainingRecord {
  readonly seconds: number;
  readonly epochs: number;
  readonly best: { readonly epoch: number };
}

export interface SplitScores {
  readonly all: Evaluation;
  /** Without the pictures that stand in the Training split too. */
  readonly unseen: Evaluation;
  /** How many those are. */
  readonly seen: number;
}

/** The model card of weights that a package ships, from what was measured; nothing in its tables is written by hand. */
export function modelCard({
  id,
  packageName,
  dtype,
  weights,
  description,
  labelSource,
  parameters,
  scores,
}: {
  /** What the weights are loaded by. */
  id: string;
  packageName: string;
  /** How they are stored. */
  dtype: TensorDtype;
  weights: Weights;
  /** Of the architecture. */
  description: string;
  /** Whose labels count. */
  labelSource: 'fer2013' | 'ferplus';
  parameters: number;
  scores: { public: SplitScores; private: SplitScores };
}): string {
  const record = weights.training as unknown as TrainingRecord;
  const { public: open, private: closed } = scores;
  const both = (show: (all: Evaluation) => string) => `${show(open.all)} | ${show(closed.all)}`;
  const thousands = (n: number) => n.toLocaleString('en');
  return `# Model card: \`${id}\`

The weights that \`${packageName}\` brings along as \`${id}\`. They name one of ${weights.labels.length} expressions
(${weights.labels.join(', ')}) for a ${weights.input.width}×${weights.input.height} gray picture of one face.

| | |
| --- | --- |
| architecture | \`${weights.architecture.id}\`: ${description} |
| parameters | ${thousands(parameters)}, stored as ${dtype} |
| input | ${weights.input.width}×${weights.input.height} gray, scaled to ${weights.input.range.join('..')} |
| licence of the weights | ${weights.licence} |
| trained by | \`fer train\` on WASM SIMD, ${hours(record.seconds)} on a shared 2-core machine |

## Data

FER2013 (Goodfellow et al. 2013, "Challenges in Representation Learning"), the file with MD5
\`f8428a1edbd21e88f42c73edd2a14f95\`: 28,709 pictures in Training, 3,589 in PublicTest, 3,589 in PrivateTest. They were
gathered from a web search and are small, gray and posed or staged; people agree with their labels in about two cases
of three (65 ± 5 %, Goodfellow et al. 2013). The data set and its pictures are not part of this project.
${labelSource === 'ferplus' ? FER_PLUS_TEXT : ''}
## Protocol

Trained on Training only. Everything was chosen on PublicTest, the epoch to keep (${record.best.epoch + 1} of ${record.epochs}) among it, so that PublicTest is a little flattered.
PrivateTest was scored once, at the end, and decided nothing. One crop, no test-time augmentation, weights as stored.
In brackets stand 95 % intervals, by bootstrap over the pictures. Loss, calibration and coverage are those with the
temperature of ${open.all.temperature}, which was fitted on PublicTest, stands in \`fer.json\` and is applied by \`recognize\`.
The whole record (settings, seed, history, versions) is in \`fer.json\` beside the weights.

## Figures

| | PublicTest | PrivateTest |
| --- | --- | --- |
| top-1 | ${both((all) => `**${estimate(all, 'top1')}**`)} |
| balanced accuracy (mean recall) | ${both((all) => estimate(all, 'balancedAccuracy'))} |
| cross-entropy | ${both(({ loss }) => loss.toFixed(3))} |
| the same without the temperature | ${both(({ loss, untempered }) => (untempered?.loss ?? loss).toFixed(3))} |
| expected calibration error, 15 bins | ${both(({ calibration }) => percent(calibration.expectedError))} |
| the same without the temperature | ${both(({ calibration, untempered }) => percent((untempered?.calibration ?? calibration).expectedError))} |
| pictures that stand in Training too, exactly or nearly | ${open.seen} | ${closed.seen} |
| top-1 without those | ${estimate(open.unseen, 'top1')} | ${estimate(closed.unseen, 'top1')} |
${weights.architecture.id === 'tutorial-cnn' ? '\nThe tutorial published 57.4 % on PublicTest for this network.\n' : ''}
### By class

| class | recall Public | recall Private | precision Public | precision Private | F1 Public | F1 Private |
| --- | --- | --- | --- | --- | --- | --- |
${open.all.perClass
  .map((row, index) => {
    const other = closed.all.perClass[index]!;
    const cells = [row.recall, other.recall, row.precision, other.precision, row.f1, other.f1].map(percent);
    return `| ${row.label} | ${cells.join(' | ')} |`;
  })
  .join('\n')}

### Where only the surest are answered

\`createRecognizer({ minConfidence })\` marks the others with \`isSure: false\`.

| answered | right Public | from \`minConfidence\` | right Private | from \`minConfidence\` |
| --- | --- | --- | --- | --- |
${coverageRows(open.all, closed.all)}

### Confusion matrix, PublicTest (rows: label, columns: answer)

${matrix(weights.labels, open.all)}

### Confusion matrix, PrivateTest

${matrix(weights.labels, closed.all)}

## What it is for

Demonstrations, teaching, a baseline to beat, and a starting point for training on your own data. It names what a
posed face shows; it does not know what a person feels.

## What it must not be used for

- Deciding anything about a person: hiring, schooling, policing, borders, health, credit, insurance. It is wrong in
  ${Math.round(100 * (1 - closed.all.top1))} cases of a hundred. Inferring emotions of people at work or in education is forbidden in the European Union
  (Regulation 2024/1689, article 5(1)(f)), except for medical or safety reasons. What else the law asks for, with a
  notice to copy: <https://github.com/fer-sdk/fer/blob/main/docs/responsible-use.md>.
- Judging a person's state of mind, honesty or intent. A facial expression is no proof of an emotion (Barrett et al.
  2019, "Emotional Expressions Reconsidered").
- Watching people who have not agreed to it.

## Known limits

- Weakest where the data are few or the labels disagree: see the recall of fear, sad and disgust above. Disgust has
  436 pictures in Training, happy 7,215.
- How it does by age, sex or skin colour is not measured: FER2013 has no such labels. Expect it to be worse for
  people whom a web search of 2013 showed less.
- It expects a face that fills the picture, roughly upright and frontal. Given anything else it still answers with
  ${weights.labels.length} numbers that sum to 1.
- It was trained on small gray photographs; drawn, masked or strongly lit faces are outside what it has seen.
`;
}

/** What FER+ is, for weights that were trained on it. */
const FER_PLUS_TEXT = `
The labels are those of FER+ (Barsoum et al. 2016, arXiv:1608.01041): ten people voted on each picture for one of eight
expressions, or for none. It was trained on their votes as distributions, and is scored here on the pictures that a majority
agrees on, by the rule of that paper. These figures are not to be compared with those on FER2013's own labels.
`;

/** `65 minutes`, `3.1 hours` */
function hours(seconds: number): string {
  return seconds < 5400 ? `${Math.round(seconds / 60)} minutes` : `${(seconds / 3600).toFixed(1)} hours`;
}

function matrix(labels: readonly string[], { confusionMatrix }: Evaluation): string {
  const header = `| | ${labels.join(' | ')} |\n| --- |${' --- |'.repeat(labels.length)}`;
  const rows = confusionMatrix.map((row, index) => `| **${labels[index]}** | ${row.join(' | ')} |`);
  return [header, ...rows].join('\n');
}

/** Accuracy at each coverage, with the confidence that gives it on the split itself. */
function coverageRows(open: Evaluation, closed: Evaluation): string {
  return open.selective
    .map((point, index) => {
      const points = [point, closed.selective[index]!];
      const cells = points.flatMap(({ accuracy, minConfidence }) => [
        percent(accuracy),
        minConfidence.toFixed(2),
      ]);
      return `| ${Math.round(100 * point.coverage)} % | ${cells.join(' | ')} |`;
    })
    .join('\n');
}

/** `60.5 % (59.0–62.1)` */
function estimate(all: Evaluation, figure: 'top1' | 'balancedAccuracy'): string {
  const [low, high] = all.intervals[figure].map((bound) => (100 * bound).toFixed(1));
  return `${percent(all[figure])} (${low}–${high})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
