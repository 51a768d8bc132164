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
  let gradients: Float32Array[] | undefined;
  for (let start = 0; start < batch.size; start += pieceSize) {
    const end = Math.min(start + pieceSize, batch.size);
    const share = batchWeight(batch.labels.subarray(start, end), classWeights) / total;
    const piece = pieceGradients(network, batch, start, end, step, config);
    loss += share * piece.loss;
    correct += piece.correct;
    gradients ??= piece.gradients.map(({ length }) => new Float32Array(length));
    for (const [index, sum] of gradients.entries()) addScaled(sum, piece.gradients[index]!, share);
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

function addScaled(sum: Float32Array, values: Float32Array, factor: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + values[i]! * factor;
}
