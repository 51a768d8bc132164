import type { LabelledImages } from '@fer/core';
import { softmaxCrossEntropy } from './loss.ts';
import type { ValidationScore } from './progress.ts';
import type { TrainableNetwork } from './trainable-network.ts';

/** Scores a network on all images, in order, as it would be used: without dropout, smoothing or class weights. */
export async function validate(
  network: TrainableNetwork,
  data: LabelledImages,
  batchSize: number,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (done: number) => void } = {},
): Promise<ValidationScore> {
  const imageSize = data.width * data.height;
  let loss = 0;
  let correct = 0;
  for (let start = 0; start < data.count; start += batchSize) {
    await network.pause();
    signal?.throwIfAborted();
    const end = Math.min(start + batchSize, data.count);
    const logits = await network.infer(data.images.subarray(start * imageSize, end * imageSize), end - start);
    const batch = softmaxCrossEntropy(logits, {
      labels: data.labels.subarray(start, end),
      size: end - start,
    });
    loss += batch.loss * (end - start);
    correct += batch.correct;
    onProgress?.(end);
  }
  return { loss: loss / data.count, accuracy: correct / data.count };
}
