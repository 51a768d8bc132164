import {
  createRandom,
  type FaceRegion,
  type InputSpec,
  type Network,
  preprocessFace,
  type RasterImage,
} from '@fer/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyLayerModel } from '../src/inference/__fixtures__/every-layer.ts';
import { compile, createInference } from '../src/inference/index.ts';

const random = createRandom(5);
const model = everyLayerModel();
let network: Network;
beforeAll(async () => {
  network = await createInference({ threads: 1 }).load(compile(model));
});
afterAll(() => network.dispose());

function noise(width: number, height: number, channels: number): RasterImage {
  const data = Uint8Array.from({ length: width * height * channels }, () => random.integer(256));
  return { data, width, height, channels: channels as RasterImage['channels'] };
}

function specOf(width: number, height: number, channels: number): InputSpec {
  return {
    width,
    height,
    channels: channels as InputSpec['channels'],
    resize: 'bilinear-antialias',
    range: [-1, 1],
  };
}

function expectSame(image: RasterImage, spec: InputSpec, region?: FaceRegion, on = network): void {
  const received = on.preprocess!(image, spec, region);
  const expected = preprocessFace(image, spec, region);
  // Bits, not values: -0 and 0 would show too.
  const differs = Buffer.compare(Buffer.from(received.buffer), Buffer.from(expected.buffer)) !== 0;
  const what = JSON.stringify({ ...image, data: undefined, spec, region });
  expect(differs, what).toBe(false);
}

/** Fractional or whole, inside or reaching beyond the image, but its middle in it; turned ones are not very thin. */
function regionIn({ width, height }: RasterImage, isTurned: boolean): FaceRegion {
  const isWhole = random.integer(2) === 0;
  const thinnest = isTurned ? Math.max(width, height) / 8 : 0;
  const [w, h] = [width, height]
    .map((side) => Math.max(random.uniform(0.3, 1.5) * side, thinnest))
    .map(isWhole ? Math.ceil : Number);
  // Its middle lies in the image.
  const [x, y] = [random.uniform(0, width) - w! / 2, random.uniform(0, height) - h! / 2].map(
    isWhole ? Math.round : Number,
  );
  const box = { x: x!, y: y!, width: w!, height: h! };
  return isTurned ? { ...box, angle: random.uniform(-3, 3) } : box;
}

describe.each([1, 3])('%i channels wanted', (wanted) => {
  it.each([1, 3, 4])('is bit by bit the reference on pictures of %i channels', (channels) => {
    for (let trial = 0; trial < 60; trial++) {
      const image = noise(1 + random.integer(90), 1 + random.integer(90), channels);
      const spec = specOf(1 + random.integer(50), 1 + random.integer(50), wanted);
      expectSame(image, spec, regionIn(image, trial % 3 === 0));
    }
    expectSame(noise(37, 23, channels), specOf(48, 48, wanted));
  });

  it('goes over pictures that do not fit a strip', () => {
    expectSame(noise(1500, 700, 3), specOf(48, 48, wanted), { x: 301.5, y: -20, width: 800, height: 740 });
    expectSame(noise(9000, 40, 4), specOf(20, 9, wanted));
  });
});

it('is the same on two threads', async () => {
  const shared = await createInference({ threads: 2 }).load(compile(model));
  for (const [width, height] of [
    [640, 480],
    [300, 900],
    [1500, 700],
  ] as const) {
    const image = noise(width, height, 3);
    expectSame(image, specOf(256, 256, 3), undefined, shared);
    expectSame(image, specOf(48, 47, 1), undefined, shared);
    expectSame(image, specOf(30, 65, 3), { x: -20.5, y: 31.25, width, height, angle: 0.3 }, shared);
  }
  shared.dispose();
});

it('has no thread write where another one does, however short rows are', async () => {
  const shared = await createInference({ threads: 2 }).load(compile(model));
  const image = noise(640, 480, 3);
  // Rows of five floats in vectors of four: what one thread adds to the end of its rows was lost by the other.
  const spec = specOf(5, 480, 1);
  const expected = preprocessFace(image, spec);
  for (let trial = 0; trial < 1000; trial++) {
    const received = shared.preprocess!(image, spec);
    expect(received.findIndex((value, i) => value !== expected[i])).toBe(-1);
  }
  shared.dispose();
});

it('leaves the network in the same memory as it is', async () => {
  const image = noise(300, 300, 3);
  const pixels = new Float32Array(48 * 48);
  const before = await network.predict(pixels.subarray(0, sizeOfInput()), 1);
  expectSame(image, specOf(48, 48, 1));
  expect(await network.predict(pixels.subarray(0, sizeOfInput()), 1)).toEqual(before);
});

it('is that of core for what is larger than faces, and after dispose', async () => {
  expectSame(noise(3, 2, 1), specOf(5000, 2, 1));
  expectSame(noise(3, 2, 3), specOf(4096, 2048, 3));
  const other = await createInference({ threads: 1 }).load(compile(model));
  other.dispose();
  const image = noise(9, 9, 3);
  expect(other.preprocess!(image, specOf(4, 4, 1))).toEqual(preprocessFace(image, specOf(4, 4, 1)));
});

it.each<[string, unknown, unknown, unknown]>([
  ['an image that is none', { width: 3 }, specOf(4, 4, 1), undefined],
  ['a spec that is none', noise(3, 3, 1), { channels: 2 }, undefined],
  ['a size that is none', noise(3, 3, 1), specOf(Number.NaN, 4, 1), undefined],
  ['a size below 1', noise(3, 3, 1), specOf(0, 4, 1), undefined],
  ['a size far too large', noise(3, 3, 1), specOf(20_000, 1, 1), undefined],
  ['a box beside the image', noise(3, 3, 1), specOf(4, 4, 1), { x: 3, y: 0, width: 2, height: 2 }],
  ['an endless box', noise(3, 3, 1), specOf(4, 4, 1), { x: 0, y: 0, width: 1e9, height: 2 }],
  ['an angle that is none', noise(3, 3, 1), specOf(4, 4, 1), { x: 0, y: 0, width: 2, height: 2, angle: 'a' }],
])('says of %s what core says', (_, image, spec, region) => {
  const failure = (run: Network['preprocess']) => {
    try {
      run!(image as never, spec as never, region as never);
    } catch (error) {
      return String(error);
    }
    return 'none';
  };
  expect(failure(network.preprocess)).toMatch(/must/);
  expect(failure(network.preprocess)).toBe(failure(preprocessFace));
});

function sizeOfInput(): number {
  const { width, height, channels } = model.input;
  return width * height * channels;
}
