import type { Plugin } from '@fer/core';
import { type FaceDataset, type Split, selectSplit } from '@fer/dataset';
import type { Evaluation, Weights } from '@fer/model';
import type { CommandContext } from '../command-context.ts';

/** What is to be scored, and on what. */
export interface EvaluationOptions {
  /** A directory, a URL, an id, or weights in memory; default: the bundled weights. */
  readonly weights?: string | Weights;
  readonly runtime: string | readonly string[];
  readonly plugins: readonly Plugin[];
  /** What the labels of the data are indices of; default: `EMOTIONS`. */
  readonly dataLabels?: readonly string[];
  /** The folder of kernels and bundled weights; default: that of `@fer/model`. */
  readonly assets?: string;
}

/** An evaluation and what it is of. */
export interface SplitEvaluation extends Evaluation {
  readonly split: Split;
  /** The network's labels, in the order of `perClass` and of the confusion matrix. */
  readonly labels: readonly string[];
  readonly architecture: string;
  /** The runtime that was used. */
  readonly runtime: string;
}

/**
 * Scores weights on one split, showing how far it is.
 *
 * @throws FerError whatever `loadModel` and `evaluate` throw
 */
export async function evaluateSplit(
  dataset: FaceDataset,
  split: Split,
  { weights, runtime, plugins, dataLabels, assets }: EvaluationOptions,
  context: CommandContext,
): Promise<SplitEvaluation> {
  const { evaluate, loadModel } = await import('@fer/model');
  const { signal } = context;
  const images = selectSplit(dataset, split);
  const model = await loadModel({ weights, runtime, plugins, assets, onWarning: context.warn, signal });
  const progress = context.progress({ label: 'Evaluating', unit: 'images', total: images.count });
  try {
    const { input, labels, architecture } = model.weights;
    const evaluation = await evaluate(model.network, images, {
      input,
      labels,
      dataLabels,
      signal,
      onProgress: ({ done }) => progress.update(done),
    });
    return { split, architecture: architecture.id, runtime: model.runtime, labels, ...evaluation };
  } finally {
    progress.finish();
    model.dispose();
  }
}
