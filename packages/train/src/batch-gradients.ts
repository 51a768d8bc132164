import type { Batch } from '@fer/core';
import type { TrainConfig } from './config.ts';
import { type Answers, batchWeight, softmaxCrossEntropy, type TaughtAnswers } from './loss.ts';
import type { GradientStep, TrainableNetwork } from './trainable-network.ts';

/** A batch, and what the teachers say of it. */
export interface TaughtBatch extends Batch {
  readonly taught?: TaughtAnswers;
}

/**
 * The loss of a batch and its gradients. With `microBatchSize` the batch is computed in pieces whose gradients are added
 * up: the same sums, in less memory. Only batch normalisation sees a difference, since it takes its statistics from a
 * piece.
 *
 * @param step of the whole training, from 0
 * @returns gradients that the caller has to dispose
 */
export function batchGradients(
  network: TrainableNetwork,
  batch: TaughtBatch,
  step: number,
  config: Pick<TrainConfig, 'labels' | 'microBatchSize' | 'labelSmoothing' | 'classWeights'>,
): Pick<GradientStep, 'loss' | 'correct' | 'gradients'> {
  const pieceSize = config.microBatchSize ?? batch.size;
  if (pieceSize >= batch.size) return differentiate(network, batch, 0, step, config);

  const { classWeights, labels } = config;
  const total = batchWeight(batch, classWeights, labels.length);
  let loss = 0;
  let correct = 0;
  let gradients: GradientStep['gradients'] | undefined;
  for (let start = 0; start < batch.size; start += pieceSize) {
    const piece = pieceOf(batch, start, Math.min(start + pieceSize, batch.size));
    const share = batchWeight(piece, classWeights, labels.length) / total;
    const part = differentiate(network, piece, start, step, config);
    loss += share * part.loss;
    correct += part.correct;
    gradients = network.addScaled(gradients, part.gradients, share);
  }
  return { loss, correct, gradients: gradients! };
}

function pieceOf(batch: TaughtBatch, start: number, end: number): TaughtBatch {
  const { images, labels, targets, taught, size } = batch;
  const rows = <Numbers extends Float32Array | Uint8Array>(numbers: Numbers) => {
    const perImage = numbers.length / size;
    return numbers.subarray(start * perImage, end * perImage) as Numbers;
  };
  return {
    images: rows(images),
    labels: labels && rows(labels),
    targets: targets && rows(targets),
    taught: taught && { ...taught, probabilities: rows(taught.probabilities) },
    size: end - start,
  };
}

function differentiate(
  network: TrainableNetwork,
  batch: TaughtBatch,
  firstImage: number,
  step: number,
  config: Pick<TrainConfig, 'labelSmoothing' | 'classWeights'>,
): GradientStep {
  const answers: Answers = batch;
  return network.differentiate(batch.images, batch.size, { step, firstImage }, (logits) =>
    softmaxCrossEntropy(logits, answers, config),
  );
}
