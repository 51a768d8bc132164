import { FerError, type LabelledImages, UNLABELLED } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { createAugmentation } from './augment/augmentation.ts';
import { brightnessContrast } from './augment/brightness-contrast.ts';
import { standardAugmentation } from './augment/presets.ts';
import { type BatchOptions, createBatches } from './batch.ts';

/** Images of 3×2 pixels; all pixels of image `i` are `i`, so that a batch says which images are in it. */
function numbered(count: number): LabelledImages {
  const images = Uint8Array.from({ length: count * 6 }, (_, at) => Math.floor(at / 6));
  const labels = Uint8Array.from({ length: count }, (_, image) => image % 7);
  return { images, labels, count, width: 3, height: 2 };
}

/** Every image differs from every other and from its own mirror image. */
function textured(count: number): LabelledImages {
  const images = Uint8Array.from({ length: count * 48 * 48 }, (_, at) => (at * 2654435761) >>> 24);
  return { images, labels: new Uint8Array(count), count, width: 48, height: 48 };
}

function imagesOfEpoch(data: LabelledImages, options: BatchOptions, epoch: number): number[][] {
  const source = createBatches(data, options);
  return Array.from({ length: source.stepsPerEpoch }, (_, step) => {
    const { images, labels, size } = source.batch(epoch, step);
    expect(images.length).toBe(size * 6);
    const indices = Array.from({ length: size }, (_, at) => images[at * 6]!);
    expect([...labels!]).toEqual(indices.map((index) => index % 7));
    return indices;
  });
}

function caught(run: () => unknown): FerError {
  try {
    run();
  } catch (error) {
    if (FerError.isInstance(error)) return error;
  }
  throw new Error('It did not throw a FerError.');
}

describe('shuffled', () => {
  it('has every image once an epoch and keeps the short last batch', () => {
    const steps = imagesOfEpoch(numbered(23), { batchSize: 5, seed: 1 }, 2);
    expect(steps.map((step) => step.length)).toEqual([5, 5, 5, 5, 3]);
    expect(steps.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, i) => i));
    expect(steps).not.toEqual(imagesOfEpoch(numbered(23), { batchSize: 5, seed: 1 }, 3));
  });

  it('drops the short last batch when asked to, another one each epoch', () => {
    const options: BatchOptions = { batchSize: 5, seed: 1, dropRemainder: true };
    const first = imagesOfEpoch(numbered(23), options, 0);
    expect(first.map((step) => step.length)).toEqual([5, 5, 5, 5]);
    expect(new Set(first.flat()).size).toBe(20);
    expect(new Set([...first.flat(), ...imagesOfEpoch(numbered(23), options, 1).flat()]).size).toBe(23);
  });

  it('runs on across epochs of a given length', () => {
    const options: BatchOptions = { batchSize: 4, seed: 9, stepsPerEpoch: 3 };
    const drawn = Array.from({ length: 10 }, (_, epoch) => imagesOfEpoch(numbered(10), options, epoch)).flat(
      2,
    );
    expect(drawn).toHaveLength(120);
    for (let pass = 0; pass < 12; pass++) {
      expect(new Set(drawn.slice(pass * 10, pass * 10 + 10)).size).toBe(10);
    }
  });

  it('makes one short batch of fewer images than a batch holds', () => {
    expect(imagesOfEpoch(numbered(3), { batchSize: 8, seed: 1 }, 0).map((step) => step.length)).toEqual([3]);
  });
});

describe('random', () => {
  it('draws with replacement, all images equally often, in full batches', () => {
    const options: BatchOptions = { batchSize: 64, seed: 5, sampling: 'random', stepsPerEpoch: 100 };
    const drawn = imagesOfEpoch(numbered(10), options, 0).flat();
    expect(drawn).toHaveLength(6400);
    const counts = Array.from({ length: 10 }, (_, image) => drawn.filter((one) => one === image).length);
    // Five standard deviations of a binomial count: √(6400 · 0.1 · 0.9) = 24.
    for (const count of counts) expect(Math.abs(count - 640)).toBeLessThan(120);
    expect(drawn.slice(0, 64)).not.toEqual(imagesOfEpoch(numbered(10), options, 1).flat().slice(0, 64));
  });

  it('has as many steps as the images fill when none are given', () => {
    const options: BatchOptions = { batchSize: 4, seed: 5, sampling: 'random' };
    expect(imagesOfEpoch(numbered(10), options, 0).map((step) => step.length)).toEqual([4, 4, 4]);
  });
});

describe('a batch', () => {
  const data = textured(40);

  it('is the same in whatever order batches are asked for', () => {
    const options: BatchOptions = {
      batchSize: 16,
      seed: 7,
      augment: standardAugmentation(),
      stepsPerEpoch: 4,
    };
    const forward = createBatches(data, options);
    const backward = createBatches(data, { ...options, augment: standardAugmentation() });
    const places = Array.from({ length: 12 }, (_, i) => [Math.floor(i / 4), i % 4] as const);
    const expected = places.map(([epoch, step]) => forward.batch(epoch, step));
    const reversed = places.toReversed().map(([epoch, step]) => backward.batch(epoch, step));
    expect(reversed.toReversed()).toEqual(expected);
    expect(forward.batch(0, 0).images).not.toBe(expected[0]!.images);
  });

  it('augments an image in the same way whatever the batch size', () => {
    const epoch = (batchSize: number) => {
      const source = createBatches(data, { batchSize, seed: 7, augment: standardAugmentation() });
      return Array.from({ length: source.stepsPerEpoch }, (_, step) => [
        ...source.batch(3, step).images,
      ]).flat();
    };
    expect(epoch(7)).toEqual(epoch(40));
  });

  it('augments an image in another way each time it comes', () => {
    const source = createBatches(textured(1), {
      batchSize: 6,
      seed: 7,
      stepsPerEpoch: 1,
      augment: createAugmentation([brightnessContrast()]),
    });
    const images = Array.from(source.batch(0, 0).images);
    const versions = new Set(
      Array.from({ length: 6 }, (_, at) => images.slice(at * 2304, at * 2304 + 2304).join()),
    );
    expect(versions.size).toBe(6);
  });

  it('has gray levels as they are without augmentation', () => {
    const { images } = createBatches(textured(1), { batchSize: 1, seed: 1 }).batch(0, 0);
    expect([...images]).toEqual([...textured(1).images]);
  });
});

describe('the description', () => {
  it('counts classes and gives the size', () => {
    const source = createBatches(numbered(10), { batchSize: 4, seed: 1 });
    expect(source).toMatchObject({
      width: 3,
      height: 2,
      stepsPerEpoch: 3,
      classCounts: [2, 2, 2, 1, 1, 1, 1],
    });
  });

  it('is JSON and differs with everything that decides the batches', () => {
    const base: BatchOptions = { batchSize: 4, seed: 1 };
    const otherPixel = numbered(10);
    otherPixel.images[59] = 200;
    const otherLabel = numbered(10);
    otherLabel.labels[9] = 6;
    const records = [
      createBatches(numbered(10), base),
      createBatches(numbered(10), { ...base, seed: 2 }),
      createBatches(numbered(10), { ...base, batchSize: 5 }),
      createBatches(numbered(10), { ...base, stepsPerEpoch: 3 }),
      createBatches(numbered(10), { ...base, dropRemainder: true }),
      createBatches(numbered(10), { ...base, sampling: 'random' }),
      createBatches(numbered(10), { ...base, augment: standardAugmentation() }),
      createBatches(numbered(10), { ...base, augment: createAugmentation([]) }),
      createBatches(otherPixel, base),
      createBatches(otherLabel, base),
    ].map((source) => source.record);
    for (const record of records) expect(JSON.parse(JSON.stringify(record))).toEqual(record);
    expect(new Set(records.map((record) => JSON.stringify(record))).size).toBe(records.length);
  });
});

describe('soft labels', () => {
  /** Six images of three classes; the targets of image `i` name it. */
  const targets = Float32Array.from([0, 1, 2, 3, 4, 5].flatMap((i) => [i / 8, 0.25, 0.75 - i / 8]));
  const soft: LabelledImages = { ...numbered(6), labels: Uint8Array.of(2, 1, 0, 2, 2, 2), targets };

  it('come along, a row an image', () => {
    const source = createBatches(soft, { batchSize: 4, seed: 3 });
    expect(source.classCounts).toEqual([1, 1, 4]);
    const seen = [0, 1].flatMap((step) => {
      const { images, labels, targets: rows, size } = source.batch(1, step);
      expect(rows).toHaveLength(size * 3);
      return Array.from({ length: size }, (_, at) => {
        const image = images[at * 6]!;
        expect(labels![at]).toBe(soft.labels[image]);
        expect([...rows!.subarray(at * 3, at * 3 + 3)]).toEqual([image / 8, 0.25, 0.75 - image / 8]);
        return image;
      });
    });
    expect(seen.sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('are absent without any', () => {
    expect('targets' in createBatches(numbered(6), { batchSize: 4, seed: 3 }).batch(0, 0)).toBe(false);
  });

  it('may be of more classes than EMOTIONS, and so may labels', () => {
    const labels = Uint8Array.of(0, 1, 2, 3, 7, 7);
    const eight = { ...numbered(6), labels };
    expect(createBatches(eight, { batchSize: 2, seed: 1, classes: 8 }).classCounts).toEqual([
      1, 1, 1, 1, 0, 0, 0, 2,
    ]);
    const oneHot = Float32Array.from({ length: 48 }, (_, at) =>
      labels[Math.floor(at / 8)] === at % 8 ? 1 : 0,
    );
    expect(createBatches({ ...eight, targets: oneHot }, { batchSize: 2, seed: 1 }).classCounts).toHaveLength(
      8,
    );
  });

  it('decide the record', () => {
    const record = (data: LabelledImages) =>
      JSON.stringify(createBatches(data, { batchSize: 4, seed: 3, classes: 3 }).record);
    const { targets: _, ...hard } = soft;
    const other = targets.slice();
    other.copyWithin(0, 3, 6);
    const records = [record(soft), record(hard), record({ ...soft, targets: other })];
    expect(new Set(records).size).toBe(3);
    // A view into something larger is read where it lies.
    const larger = Float32Array.of(9, ...targets, 9);
    expect(record({ ...soft, targets: larger.subarray(1, 19) })).toBe(records[0]);
  });

  const changed = (at: number, ...values: number[]) => {
    const copy = targets.slice();
    copy.set(values, at);
    return copy;
  };
  it.each([
    ['too few', targets.slice(0, 17), {}, /must be a Float32Array of 18 numbers, but are 17 numbers/],
    ['of another number of classes', targets, { classes: 4 }, /6 images and 4 classes must be .* 24 numbers/],
    ['no Float32Array', [...targets], {}, /must be a Float32Array of 18 numbers, but are/],
    [
      'negative',
      changed(6, -0.25, 0.5, 0.75),
      {},
      /the targets of image 2 must be at least 0, but one is -0.25/,
    ],
    ['not a number', changed(4, Number.NaN), {}, /image 1 must be at least 0, but one is NaN/],
    ['infinite', changed(15, Number.POSITIVE_INFINITY), {}, /image 5 must sum to 1, but sum to Infinity/],
    ['no distribution', changed(0, 0.002), {}, /image 0 must sum to 1, but sum to 1.002/],
  ])('are refused if they are %s', (_, wrong, options, message) => {
    const data = { ...soft, targets: wrong as Float32Array };
    const error = caught(() => createBatches(data, { batchSize: 2, seed: 1, ...options }));
    expect(error.code).toBe('FER_INVALID_ARGUMENT');
    expect(error.message).toMatch(message);
  });

  it('may sum to 1 as well as float32 can', () => {
    const thirds = Float32Array.from({ length: 18 }, (_, at) => [0.3333, 0.3333, 0.3333][at % 3]!);
    expect(createBatches({ ...soft, targets: thirds }, { batchSize: 2, seed: 1 }).stepsPerEpoch).toBe(3);
  });
});

describe('what cannot be batched', () => {
  it('no images', () => {
    expect(caught(() => createBatches(numbered(0), { batchSize: 1, seed: 1 })).code).toBe('FER_DATA_EMPTY');
  });

  it.each([
    ['an unlabelled image', UNLABELLED, /image 4 has no label/],
    ['a label that is none', 7, /image 4 has label 7, but labels go from 0 to 6/],
  ])('%s', (_, label, message) => {
    const data = numbered(6);
    data.labels[4] = label;
    const error = caught(() => createBatches(data, { batchSize: 1, seed: 1 }));
    expect(error.code).toBe('FER_INVALID_ARGUMENT');
    expect(error.message).toMatch(message);
    expect(error.details).toMatchObject({ image: 4, label });
  });

  it('arrays of another size', () => {
    const error = caught(() => createBatches({ ...numbered(6), count: 5 }, { batchSize: 1, seed: 1 }));
    expect(error.details).toMatchObject({ count: 5, bytes: 36, labels: 6 });
  });

  it.each([
    [{ batchSize: 0 }, 'batchSize'],
    [{ batchSize: 1.5 }, 'batchSize'],
    [{ seed: Number.NaN }, 'seed'],
    [{ stepsPerEpoch: 0 }, 'stepsPerEpoch'],
    [{ classes: 0 }, 'classes'],
    [{ classes: 256 }, 'classes'],
  ])('options out of range: %j', (change, option) => {
    const error = caught(() => createBatches(numbered(6), { batchSize: 2, seed: 1, ...change }));
    expect(error.code).toBe('FER_INVALID_ARGUMENT');
    expect(error.details).toMatchObject({ option });
  });

  it('a remainder that is dropped and was all there is', () => {
    const error = caught(() => createBatches(numbered(3), { batchSize: 4, seed: 1, dropRemainder: true }));
    expect(error.message).toMatch(/3 images fill no batch of 4/);
  });

  it.each([
    [0, 3],
    [0, -1],
    [-1, 0],
  ])('epoch %i, step %i', (epoch, step) => {
    const source = createBatches(numbered(6), { batchSize: 2, seed: 1 });
    expect(caught(() => source.batch(epoch, step)).code).toBe('FER_INVALID_ARGUMENT');
  });
});
