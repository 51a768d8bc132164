/**
 * What thirty pictures a label are good for: drawn faces under three names that the bundled weights do not know, learned
 * from these weights and from scratch, in as many steps, each at the rate that suits it better. Scored on 600 other faces.
 *
 *   node --conditions=@fer/source --import tsx bench/transfer.ts [--seeds 5] [--epochs 20] [--freeze <layer>]
 *
 * A seed decides the pictures, their order and the weights that are drawn. About six seconds a training.
 */
import { parseArgs } from 'node:util';
import type { Emotion, LabelledImages } from '@fer/core';
import { createBatches, drawFace, FACE_SIZE, standardAugmentation } from '@fer/dataset';
import { evaluate, loadModel, loadWeights } from '@fer/model';
import { type TrainOptions, train } from '@fer/train';
import { summarize } from './support/statistics.ts';

const PICTURES_PER_LABEL = 30;
const TEST_PICTURES_PER_LABEL = 200;
/** Beyond all seeds of pictures to train on. */
const TEST_SEED = 1e6;
const BATCH_SIZE = 16;

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    epochs: { type: 'string', default: '20' },
    freeze: { type: 'string' },
  },
});

/** Each name stands for two expressions, which take turns. */
const GROUPS: readonly (readonly [label: string, shows: readonly [Emotion, Emotion]])[] = [
  ['upset', ['angry', 'disgust']],
  ['startled', ['fear', 'surprise']],
  ['calm', ['sad', 'neutral']],
];
const LABELS = GROUPS.map(([label]) => label);

const from = await loadWeights();
const test = drawPictures(TEST_PICTURES_PER_LABEL, TEST_SEED);
const ways: readonly (readonly [name: string, options: Partial<TrainOptions>])[] = [
  ['from scratch', { architecture: 'fer-net', labels: LABELS, learningRate: 3e-3 }],
  ['from fer-net', { from, newHead: LABELS, freeze: options.freeze ? { upTo: options.freeze } : undefined }],
];
const rights: number[][] = [];
for (const [name, way] of ways) {
  const right: number[] = [];
  const seconds: number[] = [];
  for (let seed = 1; seed <= Number(options.seeds); seed++) {
    const start = performance.now();
    right.push(await learn(seed, way));
    seconds.push((performance.now() - start) / 1000);
  }
  rights.push(right);
  const each = right.map((share) => (100 * share).toFixed(1)).join(' ');
  console.log(
    `${name}: ${percent(mean(right))} right (${each}), ${summarize(seconds).median.toFixed(1)} s each`,
  );
}
const margins = rights[1]!.map((share, index) => share - rights[0]![index]!);
console.log(
  `margin: ${points(mean(margins))}, at least ${points(Math.min(...margins))} points · Node ${process.version}`,
);

async function learn(seed: number, way: Partial<TrainOptions>): Promise<number> {
  const {
    final,
    history: _history,
    ...trained
  } = await train({
    batches: createBatches(drawPictures(PICTURES_PER_LABEL, seed), {
      batchSize: BATCH_SIZE,
      seed,
      classes: LABELS.length,
      augment: standardAugmentation(),
    }),
    epochs: Number(options.epochs),
    seed,
    schedule: { type: 'cosine', warmupFraction: 0.1 },
    ...way,
  });
  const weights = { ...trained, tensors: final.tensors, licence: 'CC0-1.0' };
  const model = await loadModel({ weights });
  const { input, labels } = weights;
  const { top1 } = await evaluate(model.network, test, { input, labels, dataLabels: LABELS });
  model.dispose();
  return top1;
}

function drawPictures(perLabel: number, seed: number): LabelledImages {
  const count = perLabel * GROUPS.length;
  const images = new Uint8Array(count * FACE_SIZE ** 2);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % GROUPS.length);
  for (const [i, label] of labels.entries()) {
    const [, shows] = GROUPS[label]!;
    const emotion = shows[Math.floor(i / GROUPS.length) % shows.length]!;
    images.set(drawFace({ emotion, seed: seed * 1000 + i }).data, i * FACE_SIZE ** 2);
  }
  return { images, labels, count, width: FACE_SIZE, height: FACE_SIZE };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function points(share: number): string {
  return (100 * share).toFixed(1);
}
