import { type Batch, createRandom, type Random } from '@fer/core';
import { drawBeta } from './draw-beta.ts';
import { assertLabels } from './loss.ts';
import { MIX_STREAM } from './streams.ts';

/** How pictures are put together by twos. */
export interface MixConfig {
  /** Of `Beta(alpha, alpha)`, from which the shares of the two are drawn. */
  readonly alpha: number;
  /** How many of the batches, 0..1. */
  readonly probability: number;
  /** The share of the training after which it stops, 0..1: the last epochs see whole pictures. */
  readonly until: number;
}

/** One way or the other is taken for a batch; the two probabilities sum to 1 at most. */
export interface MixConfigs {
  readonly mixup: MixConfig | null;
  readonly cutmix: MixConfig | null;
}

/** Where a training stands, and what decides its chance. */
export interface MixPosition {
  readonly seed: number;
  /** Of the whole training, from 0. */
  readonly step: number;
  readonly totalSteps: number;
}

/**
 * Puts each picture of a batch together with another one of it, and their targets in the same shares:
 *
 * - mixup (Zhang et al. 2018, arXiv:1710.09412): `λ a + (1 - λ) b`;
 * - cutmix (Yun et al. 2019, arXiv:1905.04899): a rectangle of `b`, of `1 - λ` of the area before it is cut off at the
 *   border, lies in `a`; `λ` is then the part of `a` that is seen.
 *
 * Decided by the seed and the step alone. The batch that is given is left as it is.
 *
 * @param size of the pictures
 * @param classes of the network
 */
export function mixImages(
  batch: Batch,
  { width, height }: { readonly width: number; readonly height: number },
  classes: number,
  { mixup, cutmix }: MixConfigs,
  { seed, step, totalSteps }: MixPosition,
): Batch {
  if (mixup === null && cutmix === null) return batch;
  const random = createRandom(seed, MIX_STREAM, step);
  const chance = random.next();
  const takes = (mix: MixConfig | null, from: number): mix is MixConfig =>
    mix !== null && chance >= from && chance < from + mix.probability && step < mix.until * totalSteps;

  const mixupProbability = mixup?.probability ?? 0;
  if (takes(mixup, 0)) {
    const share = drawBeta(mixup.alpha, random);
    return mixed(batch, partnersOf(batch.size, random), share, classes, (target, source) => {
      for (let i = 0; i < target.length; i++) target[i] = share * target[i]! + (1 - share) * source[i]!;
    });
  }
  if (takes(cutmix, mixupProbability)) {
    const box = drawBox(drawBeta(cutmix.alpha, random), width, height, random);
    const { left, top, right, bottom } = box;
    const share = 1 - ((right - left) * (bottom - top)) / (width * height);
    return mixed(batch, partnersOf(batch.size, random), share, classes, (target, source) => {
      for (let y = top; y < bottom; y++) {
        target.set(source.subarray(y * width + left, y * width + right), y * width + left);
      }
    });
  }
  return batch;
}

function mixed(
  batch: Batch,
  partners: Uint32Array,
  share: number,
  classes: number,
  mixInto: (target: Float32Array, source: Float32Array) => void,
): Batch {
  const { size } = batch;
  const area = batch.images.length / size;
  const plain = batch.targets ?? oneHot(batch.labels!, classes);
  const images = batch.images.slice();
  const targets = new Float32Array(plain.length);
  for (let image = 0; image < size; image++) {
    const partner = partners[image]!;
    const source = batch.images.subarray(partner * area, (partner + 1) * area);
    mixInto(images.subarray(image * area, (image + 1) * area), source);
    for (let k = 0; k < classes; k++) {
      const own = plain[image * classes + k]!;
      targets[image * classes + k] = share * own + (1 - share) * plain[partner * classes + k]!;
    }
  }
  return { images, targets, size };
}

/** `[size, classes]` */
function oneHot(labels: Uint8Array, classes: number): Float32Array {
  assertLabels(labels, classes);
  const targets = new Float32Array(labels.length * classes);
  for (const [image, label] of labels.entries()) targets[image * classes + label] = 1;
  return targets;
}

/** A permutation (Fisher and Yates). */
function partnersOf(size: number, random: Random): Uint32Array {
  const partners = Uint32Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [partners[i], partners[j]] = [partners[j]!, partners[i]!];
  }
  return partners;
}

/** A rectangle of `1 - share` of the area about any pixel, cut off at the border (Yun et al. 2019, equation 2). */
function drawBox(share: number, width: number, height: number, random: Random) {
  const side = Math.sqrt(1 - share);
  const span = (length: number): [number, number] => {
    const middle = random.integer(length);
    const half = (side * length) / 2;
    return [Math.max(0, Math.round(middle - half)), Math.min(length, Math.round(middle + half))];
  };
  const [left, right] = span(width);
  const [top, bottom] = span(height);
  return { left, top, right, bottom };
}
