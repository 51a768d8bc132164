import type { Batch } from '@fer/core';
import type { TrainConfig } from './config.ts';
import { batchWeight, softmaxCrossEntropy } from './loss.ts';
import type { GradientStep, TrainableNetwork } from './trainable-network.ts';

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
  batch: Batch,
  step: number,
  config: Pick<TrainConfig, 'microBatchSize' | 'labelSmoothing' | 'classWeights'>,
): Pick<GradientStep, 'loss' | 'correct' | 'gradients'> {
  const pieceSize = config.microBatchSize ?? batch.size;
  if (pieceSize >= batch.size) return pieceGradients(network, batch, 0, batch.size, step, config);

  const { classWeights } = config;
  const total = batchWeight(batch.labels, classWeights);
  let loss = 0;
  let correct = 0;
  let gradients: GradientStep['gradients'] | undefined;
  for (let start = 0; start < batch.size; start += pieceSize) {
    const end = Math.min(start + pieceSize, batch.size);
    const share = batchWeight(batch.labels.subarray(start, end), classWeights) / total;
    const piece = pieceGradients(network, batch, start, end, step, config);
    loss += share * piece.loss;
    correct += piece.correct;
    gradients = network.addScaled(gradients, piece.gradients, share);
  }
  return { loss, correct, gradients: gradients! };
}

function pieceGradients(
  network: TrainableNetwork,
  batch: Batch,
  start: number,
  end: number,
  step: number,
  config: Pick<TrainConfig, 'labelSmoothing' | 'classWeights'>,
): GradientStep {
  const imageSize = batch.images.length / batch.size;
  const images = batch.images.subarray(start * imageSize, end * imageSize);
  const labels = batch.labels.subarray(start, end);
  return network.differentiate(images, end - start, { step, firstImage: start }, (logits) =>
    softmaxCrossEntropy(logits, labels, config),
  );
}
