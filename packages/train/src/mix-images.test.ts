import type { Batch } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { type MixConfig, mixImages } from './mix-images.ts';

const SIDE = 8;
const CLASSES = 4;
const size = { width: SIDE, height: SIDE };
const always: MixConfig = { alpha: 1, probability: 1, until: 1 };

/** Each picture is one gray level, that of its label: so the mean of a mixed one says which shares it must have. */
const levelOf = (label: number) => 20 + 60 * label;
function plainBatch(labels = [0, 1, 2, 3, 3, 0, 1, 2]): Batch {
  const images = Float32Array.from(labels.flatMap((label) => Array(SIDE * SIDE).fill(levelOf(label))));
  return { images, labels: Uint8Array.from(labels), size: labels.length };
}

const at = (step: number, totalSteps = 100) => ({ seed: 1, step, totalSteps });
const rows = (numbers: Float32Array, count: number) =>
  Array.from({ length: count }, (_, i) =>
    Array.from(numbers.subarray((i * numbers.length) / count, ((i + 1) * numbers.length) / count)),
  );
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

describe.each([
  ['mixup', { mixup: always, cutmix: null }],
  ['cutmix', { mixup: null, cutmix: always }],
])('%s', (name, configs) => {
  it('gives targets in the shares of the pixels', () => {
    for (let step = 0; step < 50; step++) {
      const { images, targets, size: count } = mixImages(plainBatch(), size, CLASSES, configs, at(step));
      const pictures = rows(images, count);
      for (const [i, target] of rows(targets!, count).entries()) {
        expect(mean([target.reduce((sum, x) => sum + x, 0)])).toBeCloseTo(1, 6);
        const expected = target.reduce((sum, share, label) => sum + share * levelOf(label), 0);
        expect(mean(pictures[i]!)).toBeCloseTo(expected, 3);
      }
    }
  });

  it(name === 'mixup' ? 'blends' : 'keeps every pixel as it was in one of the two', () => {
    const { images } = mixImages(plainBatch(), size, CLASSES, configs, at(0));
    const levels = [0, 1, 2, 3].map(levelOf);
    expect(images.every((pixel) => levels.includes(pixel))).toBe(name === 'cutmix');
  });

  it('mixes soft targets too, and says nothing of labels', () => {
    const batch = { ...plainBatch(), targets: new Float32Array(8 * CLASSES).fill(1 / CLASSES) };
    const result = mixImages(batch, size, CLASSES, configs, at(0));
    for (const share of result.targets!) expect(share).toBeCloseTo(1 / CLASSES, 6);
    expect(result.labels).toBeUndefined();
  });

  it('leaves the batch that it is given, and gives the same for a step each time', () => {
    const batch = plainBatch();
    const first = mixImages(batch, size, CLASSES, configs, at(7));
    expect(batch).toEqual(plainBatch());
    expect(mixImages(batch, size, CLASSES, configs, at(7))).toEqual(first);
    expect(mixImages(batch, size, CLASSES, configs, at(8))).not.toEqual(first);
  });

  it('refuses a label that is no class', () => {
    expect(() => mixImages(plainBatch([0, 9]), size, CLASSES, configs, at(0))).toThrow('label 9');
  });
});

describe('mixImages', () => {
  const isMixed = (configs: Parameters<typeof mixImages>[3], step: number, totalSteps: number) =>
    mixImages(plainBatch(), size, CLASSES, configs, at(step, totalSteps)).targets !== undefined;

  it('takes the asked share of the batches, and none after `until`', () => {
    const configs = {
      mixup: { alpha: 1, probability: 0.3, until: 0.5 },
      cutmix: { alpha: 1, probability: 0.5, until: 0.8 },
    };
    const count = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => isMixed(configs, from + i, 2000)).filter(Boolean).length;
    expect(count(0, 1000) / 1000).toBeCloseTo(0.8, 1);
    expect(count(1000, 1600) / 600).toBeCloseTo(0.5, 1);
    expect(count(1600, 2000)).toBe(0);
  });

  it('gives the batch itself where nothing is to be mixed', () => {
    const batch = plainBatch();
    expect(mixImages(batch, size, CLASSES, { mixup: null, cutmix: null }, at(0))).toBe(batch);
  });
});
