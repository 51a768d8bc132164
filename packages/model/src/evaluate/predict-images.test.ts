import type { InputSpec, LabelledImages, Network } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { FER2013_INPUT } from '../architectures/fer2013-input.ts';
import { type PredictImagesOptions, predictImages } from './predict-images.ts';

type Predictor = Pick<Network, 'predict'>;

/** Answers with the first pixel of the first two columns, so that a mirror image gives something else. */
function firstPixels(seen: Float32Array[] = []): Predictor {
  return {
    async predict(pixels, batch) {
      seen.push(pixels.slice());
      const size = pixels.length / batch;
      return Float32Array.from(Array.from({ length: batch }, (_, i) => [pixels[i * size]!, 1]).flat());
    },
  };
}

function numbered(count: number, width: number, height: number): LabelledImages {
  const images = Uint8Array.from({ length: count * width * height }, (_, i) => i);
  return { images, labels: new Uint8Array(count), count, width, height };
}

const inputOf = (width: number, height: number): InputSpec => ({
  ...FER2013_INPUT,
  width,
  height,
  range: [0, 255],
});

it('gives what the network gives, in order, whatever the batch', async () => {
  const data = numbered(5, 2, 1);
  for (const batchSize of [1, 2, 5, 64]) {
    const answers = await predictImages(firstPixels(), data, { input: inputOf(2, 1), batchSize });
    expect([...answers]).toEqual([0, 1, 2, 1, 4, 1, 6, 1, 8, 1]);
  }
});

it('gives nothing for no images', async () => {
  expect(await predictImages(firstPixels(), numbered(0, 2, 1), { input: inputOf(2, 1) })).toHaveLength(0);
});

describe('flip', () => {
  it('averages the image and its mirror image', async () => {
    const seen: Float32Array[] = [];
    const options: PredictImagesOptions = { input: inputOf(3, 2), tta: 'flip', batchSize: 2 };
    const answers = await predictImages(firstPixels(seen), numbered(2, 3, 2), options);
    expect(seen.map((pixels) => [...pixels])).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      [2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9],
    ]);
    // (0 + 2) / 2 and (6 + 8) / 2
    expect([...answers]).toEqual([1, 1, 7, 1]);
  });
});

describe('flip-unsure', () => {
  it('averages where the image alone leaves doubts', async () => {
    // The first pixel is what the network is sure of: 0.5, 0.6 and 0.7 of two, and 0.1, 0.2, 0.9 in the mirror.
    const network = {
      predict: async (pixels: Float32Array, batch: number) =>
        Float32Array.from({ length: 2 * batch }, (_, i) => {
          const share = pixels[(i >> 1) * 2]!;
          return i % 2 === 0 ? share : 1 - share;
        }),
    };
    const levels = [50, 10, 60, 20, 70, 90].map((percent) => Math.round(percent * 2.55));
    const data = {
      images: Uint8Array.from(levels),
      labels: new Uint8Array(3),
      count: 3,
      width: 2,
      height: 1,
    };
    const input = { ...inputOf(2, 1), range: [0, 1] as const };
    const answers = await predictImages(network, data, { input, tta: 'flip-unsure', batchSize: 2 });
    const shares = [0, 2, 4].map((i) => answers[i]!);
    const level = (i: number) => levels[i]! / 255;
    expect(shares[0]).toBeCloseTo((level(0) + level(1)) / 2, 5);
    expect(shares[1]).toBeCloseTo(level(2), 5);
    expect(shares[2]).toBeCloseTo(level(4), 5);
  });
});

describe('ten-crop', () => {
  it('takes 11 of 12 pixels at the corners and in the middle, each mirrored too', async () => {
    const seen: Float32Array[] = [];
    const data = numbered(1, 12, 12);
    // As large as a crop, so that nothing is resampled at the corners.
    await predictImages(firstPixels(seen), data, { input: inputOf(11, 11), tta: 'ten-crop' });
    expect(seen).toHaveLength(10);
    for (const [i, [x, y]] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ].entries()) {
      const rows = Array.from({ length: 11 }, (_, row) =>
        Array.from({ length: 11 }, (_, column) => (y! + row) * 12 + x! + column),
      );
      const close = (levels: number[]) => levels.map((level) => expect.closeTo(level, 3));
      expect([...seen[2 * i]!]).toEqual(close(rows.flat()));
      expect([...seen[2 * i + 1]!]).toEqual(close(rows.flatMap((row) => row.toReversed())));
    }
    // The middle lies half a pixel off: its pixels are means of four, here (0 + 1 + 12 + 13) / 4.
    expect(seen[8]![0]).toBeCloseTo(6.5, 3);
  });

  it('resizes crops to what the network expects, and averages all ten', async () => {
    const seen: Float32Array[] = [];
    const flat = { ...numbered(3, 48, 48), images: new Uint8Array(3 * 48 * 48).fill(200) };
    const options: PredictImagesOptions = { input: inputOf(48, 48), tta: 'ten-crop', batchSize: 2 };
    const answers = await predictImages(firstPixels(seen), flat, options);
    expect(seen.map(({ length }) => length)).toEqual([
      ...Array(10).fill(2 * 48 * 48),
      ...Array(10).fill(48 * 48),
    ]);
    for (const answer of answers.filter((_, i) => i % 2 === 0)) expect(answer).toBeCloseTo(200, 3);
  });
});

describe('refuses', () => {
  const run = (options: object, network = firstPixels()) =>
    predictImages(network, numbered(3, 2, 1), { input: inputOf(2, 1), ...options });

  it('a kind of augmentation that there is not', async () => {
    await expect(run({ tta: 'flop' })).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      details: { option: 'tta', suggestion: 'flip' },
    });
  });

  it('an option that there is not', async () => {
    await expect(run({ batchsize: 3 })).rejects.toMatchObject({ details: { suggestion: 'batchSize' } });
  });

  it.each([0, 4])('a network that gives %i numbers for 3 images', async (length) => {
    const network: Predictor = { predict: async () => new Float32Array(length) };
    await expect(run({}, network)).rejects.toMatchObject({
      code: 'FER_RUNTIME_FAILED',
      message: expect.stringContaining(`gave ${length} numbers for 3 images`),
    });
  });
});
