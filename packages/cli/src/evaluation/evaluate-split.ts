import type { Plugin } from '@fer/core';
import { type FaceDataset, findDuplicates, type Split } from '@fer/dataset';
import type {
  ClassifierComparison,
  Evaluation,
  LoadedModel,
  TestTimeAugmentation,
  Weights,
} from '@fer/model';
import type { CommandContext } from '../command-context.ts';
import { weightsProgress } from '../weights/weights-progress.ts';
import { type LabelSource, type SelectedImages, selectImages } from './select-images.ts';

/** What is to be scored, and on what. */
export interface EvaluationOptions {
  /** A directory, a URL, an id, or weights in memory; default: the bundled weights. */
  readonly weights?: string | Weights;
  readonly runtime: string | readonly string[];
  readonly plugins: readonly Plugin[];
  /** The folder of kernels and bundled weights; default: that of `@fer/model`. */
  readonly assets?: string;
  /** Other weights to compare with, on the same images. */
  readonly against?: string;
  /** Scored apart from the single crop; default `none`. */
  readonly tta?: TestTimeAugmentation;
  /** Whether to score apart without the images that Training holds too; not for Training itself. */
  readonly withoutCopies?: boolean;
  /** Default `fer2013`. `ferplus` needs the data set's votes. */
  readonly labelSource?: LabelSource;
  /** Whether the temperature of weights is applied; default true. */
  readonly calibrated?: boolean;
}

/** An evaluation of one crop, what it is of, and what was asked for beside it. */
export interface SplitEvaluation extends Evaluation {
  readonly split: Split;
  readonly labelSource: LabelSource;
  /** The network's labels, in the order of `perClass` and of the confusion matrix. */
  readonly labels: readonly string[];
  readonly architecture: string;
  /** The runtime that was used. */
  readonly runtime: string;
  readonly tta?: Evaluation & { readonly kind: TestTimeAugmentation };
  readonly withoutCopies?: Evaluation & { readonly leftOut: number };
  readonly against?: OtherEvaluation;
}

/** Other weights on the same images, one crop. */
export interface OtherEvaluation extends Evaluation {
  readonly weights: string;
  readonly labels: readonly string[];
  readonly architecture: string;
  readonly runtime: string;
  /** A are the weights that are scored, B these. */
  readonly comparison: ClassifierComparison;
}

/**
 * Scores weights on one split, showing how far it is.
 *
 * @throws FerError whatever `loadModel` and `evaluate` throw
 */
export async function evaluateSplit(
  dataset: FaceDataset,
  split: Split,
  options: EvaluationOptions,
  context: CommandContext,
): Promise<SplitEvaluation> {
  const { compareClassifiers } = await import('@fer/model');
  const { against, tta = 'none', labelSource = 'fer2013' } = options;
  const model = await open(options.weights, options, context);
  let other: LoadedModel | undefined;
  try {
    other = against === undefined ? undefined : await open(against, options, context);
    const models = other === undefined ? [model] : [model, other];
    const networks = models.map(({ weights }) => weights.labels);
    const images = selectImages(dataset, split, labelSource, networks);

    const answers = await answer(model, images, options, context);
    const augmented = tta === 'none' ? undefined : await answer(model, images, options, context, tta);
    const others = other && (await answer(other, images, options, context));
    return {
      split,
      labelSource,
      ...describe(model),
      ...answers.score(),
      ...(augmented && { tta: { kind: tta, ...augmented.score() } }),
      ...(options.withoutCopies && { withoutCopies: scoreWithoutCopies(answers, dataset, split, images) }),
      ...(other &&
        others && {
          against: {
            weights: against!,
            ...describe(other),
            ...others.score(),
            comparison: compareClassifiers(answers.correct(), others.correct()),
          },
        }),
    };
  } finally {
    model.dispose();
    other?.dispose();
  }
}

async function open(
  weights: string | Weights | undefined,
  { runtime, plugins, assets }: EvaluationOptions,
  context: CommandContext,
): Promise<LoadedModel> {
  const { loadModel } = await import('@fer/model');
  const { warn, signal } = context;
  const { onProgress, finish } = weightsProgress(context);
  const options = { weights, runtime, plugins, assets, onWarning: warn, onProgress, signal };
  return loadModel(options).finally(finish);
}

function describe({ weights, runtime }: LoadedModel) {
  return { architecture: weights.architecture.id, runtime, labels: weights.labels };
}

/** What a network answered, to be looked at from several sides. */
interface Answers {
  /** @param kept numbers of the images that count; default: all */
  score(kept?: readonly number[]): Evaluation;
  /** `[count]`, 1 or 0. */
  correct(): Uint8Array;
}

async function answer(
  { network, weights }: LoadedModel,
  images: SelectedImages,
  { calibrated = true }: EvaluationOptions,
  context: CommandContext,
  tta: TestTimeAugmentation = 'none',
): Promise<Answers> {
  const { correctAnswers, outputIndices, predictImages, scoreProbabilities } = await import('@fer/model');
  const { input, labels } = weights;
  const names = { labels, dataLabels: images.dataLabels };
  // Labels that the network does not know are told before it works for nothing.
  outputIndices(images.labels, names);
  const temperature = calibrated ? weights.calibration?.temperature : undefined;
  const label = tta === 'none' ? 'Evaluating' : `Evaluating (${tta})`;
  const progress = context.progress({ label, unit: 'images', total: images.count });
  let probabilities: Float32Array;
  try {
    probabilities = await predictImages(network, images, {
      input,
      tta,
      signal: context.signal,
      onProgress: ({ done }) => progress.update(done),
    });
  } finally {
    progress.finish();
  }
  return {
    score(kept = [...images.rows.keys()]) {
      const rows = Float32Array.from({ length: kept.length * labels.length }, (_, i) => {
        const image = kept[Math.floor(i / labels.length)]!;
        return probabilities[image * labels.length + (i % labels.length)]!;
      });
      const actual = Uint8Array.from(kept, (image) => images.labels[image]!);
      return scoreProbabilities(rows, actual, { ...names, temperature });
    },
    correct: () => correctAnswers(probabilities, images.labels, names),
  };
}

function scoreWithoutCopies(
  answers: Answers,
  dataset: FaceDataset,
  split: Split,
  { rows }: SelectedImages,
): NonNullable<SplitEvaluation['withoutCopies']> {
  const shared = split === 'training' ? [] : findDuplicates(dataset).sharedWithTraining[split];
  const copies = new Set(shared);
  const kept = [...rows.keys()].filter((image) => !copies.has(rows[image]!));
  return { leftOut: rows.length - kept.length, ...answers.score(kept) };
}
