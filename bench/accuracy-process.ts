/** The child process of `accuracy.ts`: one classifier, alone with its engine. The id is the only argument. */
import { type Classifier, IMAGE_SIZE } from './classifiers/classifier.ts';
import { loadClassifier } from './classifiers/index.ts';
import { serveCommands } from './support/serve-commands.ts';
import { timeRepeatedly, warmUp } from './support/time-repeatedly.ts';

/** What a classifier is told to do; each is answered once. */
export type AccuracyCommand =
  /** Answered by the classifier's description. */
  | { readonly type: 'load' }
  /** Answered by probabilities, `[count, labels]`. */
  | { readonly type: 'predict'; readonly images: Uint8Array; readonly count: number }
  /** Answered by `Times` of batches of `count`. */
  | {
      readonly type: 'measure';
      readonly images: Uint8Array;
      readonly count: number;
      readonly durationMs: number;
    };

const BATCH = 32;
const AREA = IMAGE_SIZE * IMAGE_SIZE;
let classifier: Classifier;

serveCommands(async (command: AccuracyCommand) => {
  if (command.type === 'load') {
    classifier = await loadClassifier(process.argv[2]!);
    const { predict: _, ...description } = classifier;
    return description;
  }
  const { images, count } = command;
  if (command.type === 'predict') return predictAll(images, count);
  const predict = () => classifier.predict(images, count);
  await warmUp(predict);
  return timeRepeatedly(predict, command.durationMs);
});

async function predictAll(images: Uint8Array, count: number): Promise<Float32Array> {
  const classes = classifier.labels.length;
  const probabilities = new Float32Array(count * classes);
  for (let first = 0; first < count; first += BATCH) {
    const end = Math.min(first + BATCH, count);
    const part = await classifier.predict(images.subarray(first * AREA, end * AREA), end - first);
    probabilities.set(part, first * classes);
  }
  return probabilities;
}
