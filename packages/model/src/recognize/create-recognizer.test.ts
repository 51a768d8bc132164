import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Box,
  createRandom,
  definePlugin,
  EMOTIONS,
  type FaceDetector,
  type FaceDetectorFactory,
  type ImageSource,
  loadImage,
  type ModelDefinition,
  type PictureLimits,
  preprocessFace,
  type RasterImage,
  type Runtime,
} from '@fer/core';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { createWasmRuntime } from '../runtimes/wasm.ts';
import { randomWeights, tinyCnn, tinyPlugin } from '../weights/__fixtures__/tiny-weights.ts';
import { defineModel } from '../weights/define-model.ts';
import { memoryWeightsFiles } from '../weights/memory-weights-files.ts';
import { serializeWeights } from '../weights/serialize-weights.ts';
import type { Weights } from '../weights/weights.ts';
import { createRecognizer, type RecognizerOptions } from './create-recognizer.ts';

const weights = randomWeights(tinyCnn);
const plugins = [tinyPlugin];
/** Noise has no face. */
const tiny = { weights, plugins, detector: false } as const;

function noise(width: number, height: number, seed = 1): RasterImage {
  const random = createRandom(seed);
  const data = Uint8Array.from({ length: width * height * 3 }, () => random.integer(256));
  return { data, width, height, channels: 3 };
}

/** A runtime that notes what it is given and answers with the number of the image. */
const seen: { pixels: Float32Array; batch: number }[] = [];
let disposals = 0;
const notebook: Runtime = {
  id: 'notebook',
  apiVersion: 1,
  description: 'For tests',
  priority: 99,
  isSupported: async () => ({ supported: true }),
  init: async () => {},
  load: async (model: ModelDefinition) => ({
    inputs: [],
    outputs: [],
    run: async () => ({}),
    async predict(pixels, batch) {
      seen.push({ pixels, batch });
      const rows = Array.from({ length: batch }, (_, i) =>
        model.labels.map((_, j) => (i === j ? 0.7 : 0.05)),
      );
      return Float32Array.from(rows.flat());
    },
    dispose() {
      disposals++;
    },
  }),
};
const noted = {
  weights,
  detector: false,
  tta: 'none',
  plugins: [
    tinyPlugin,
    definePlugin({ name: 'notebook', apiVersion: 1, contributes: { runtimes: [notebook] } }),
  ],
} as const;

function detectorOf(...boxes: Box[]): FaceDetector {
  return {
    id: 'fixed',
    apiVersion: 1,
    detect: async () => boxes.map((box) => ({ box, confidence: 1 })),
  };
}

beforeEach(() => {
  seen.length = 0;
  disposals = 0;
});

describe('on a real runtime', () => {
  it('gives scores that are those of the network', async () => {
    const fer = await createRecognizer({ ...tiny, runtime: 'cpu' });
    const image = noise(20, 20);
    const [face, ...others] = await fer.recognize(image);
    expect(others).toEqual([]);
    expect(Object.keys(face!.scores)).toEqual([...EMOTIONS]);
    const scores = Object.values(face!.scores);
    expect(scores.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    expect(face!.confidence).toBe(Math.max(...scores));
    expect(face!.scores[face!.emotion]).toBe(face!.confidence);
    expect(face!.box).toEqual({ x: 0, y: 0, width: 20, height: 20 });
    expect(structuredClone(face)).toEqual(face);

    const { cpu } = await import('../runtimes/cpu.ts');
    const network = await cpu.load(defineModel(weights, tinyCnn));
    const expected = await network.predict(preprocessFace(image, tinyCnn.input), 1);
    expect(scores).toEqual([...expected]);
    network.dispose();
    fer.dispose();
  });

  it('chooses the fastest that works here, and takes weights from files', async () => {
    const files = memoryWeightsFiles(await serializeWeights(weights));
    const fer = await createRecognizer({ ...tiny, weights: files });
    expect(fer).toMatchObject({ runtime: 'wasm', rejected: [], labels: EMOTIONS });
    const answers = await Promise.all([1, 2, 3, 1].map((seed) => fer.recognize(noise(9, 9, seed))));
    expect(answers[3]).toEqual(answers[0]);
    expect(answers[1]).not.toEqual(answers[0]);
    fer.dispose();
  });

  it('takes a runtime itself, after the checks of a plugin', async () => {
    const image = noise(48, 48);
    const scores = async (runtime: Runtime) => {
      const fer = await createRecognizer({ ...tiny, runtime });
      const [face] = await fer.recognize(image);
      fer.dispose();
      return face!.scores;
    };
    expect(await scores(createWasmRuntime({ threads: 1 }))).toEqual(
      await scores(createWasmRuntime({ threads: 2 })),
    );
    const broken = { ...notebook, load: undefined } as unknown as Runtime;
    await expect(createRecognizer({ ...tiny, runtime: broken })).rejects.toMatchObject({
      code: 'FER_PLUGIN_INVALID',
    });
  });

  it('takes the first of a list that works', async () => {
    const absent: Runtime = {
      ...notebook,
      id: 'absent',
      isSupported: async () => ({ supported: false, reason: 'It is absent.' }),
    };
    const fer = await createRecognizer({ ...tiny, runtime: [absent, 'wasm', 'cpu'] });
    expect(fer.runtime).toBe('wasm');
    expect(fer.rejected).toEqual([{ id: 'absent', reason: 'It is absent.' }]);
    fer.dispose();
  });

  it('warns once that it had to take the slow one, and is silent if told to', async () => {
    const fails = (reason: string): Runtime => ({
      ...notebook,
      id: 'fails',
      isSupported: async () => ({ supported: false, reason }),
    });
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    const start = async (runtime: Parameters<typeof createRecognizer>[0]) =>
      (await createRecognizer({ ...tiny, ...runtime })).dispose();
    await start({ runtime: [fails('Policy 1.'), 'cpu'], onWarning: false });
    await start({ runtime: [fails('Policy 1.'), 'cpu'], onWarning });
    await start({ runtime: [fails('Policy 1.'), 'cpu'], onWarning });
    await start({ runtime: [fails('Policy 2.'), 'cpu'], onWarning });
    await start({ runtime: 'cpu', onWarning });
    await start({ runtime: ['cpu', 'wasm'], onWarning });
    expect(warnings).toEqual([
      expect.stringMatching(/plain JavaScript.* fails: Policy 1\./),
      expect.stringMatching(/plain JavaScript.* fails: Policy 2\./),
    ]);
  });

  it('reads picture files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fer-recognize-'));
    const image = noise(16, 12);
    const raw = { width: 16, height: 12, channels: 3 } as const;
    await sharp(image.data, { raw }).png().toFile(join(folder, 'photo.png'));
    const fer = await createRecognizer({ ...tiny, runtime: 'cpu' });
    expect(await fer.recognize(join(folder, 'photo.png'))).toEqual(await fer.recognize(image));
    fer.dispose();
    await rm(folder, { recursive: true });
  });

  it('takes eight classes in another order from the weights', async () => {
    const labels = ['contempt', ...EMOTIONS.toReversed()];
    const eight = randomWeights(tinyCnn, { labels });
    const fer = await createRecognizer<string>({ ...tiny, weights: eight, runtime: 'cpu' });
    const [face] = await fer.recognize(noise(5, 6));
    expect(fer.labels).toEqual(labels);
    expect(Object.keys(face!.scores)).toEqual(labels);
    fer.dispose();
  });
});

describe('without a detector', () => {
  it.each([
    [30, 20, { x: 5, y: 0, width: 20, height: 20 }],
    [20, 31, { x: 0, y: 5, width: 20, height: 20 }],
  ])('looks at the middle square of %i×%i', async (width, height, box) => {
    const fer = await createRecognizer(noted);
    const image = noise(width, height);
    const [face] = await fer.recognize(image);
    expect(face!.box).toEqual(box);
    expect(seen).toEqual([{ pixels: preprocessFace(image, tinyCnn.input, box), batch: 1 }]);
  });
});

it('decodes a large picture no larger than the network needs, and tells the square in the full one', async () => {
  const side = tinyCnn.input.height;
  const { data, ...raw } = noise(side * 20 + 3, side * 15);
  const jpeg = await sharp(data, { raw }).jpeg().toBuffer();
  const [face] = await (await createRecognizer(noted)).recognize(jpeg);
  const square = { x: Math.floor((side * 5 + 3) / 2), y: 0, width: side * 15, height: side * 15 };
  expect(face!.box).toEqual(square);
  const small = await loadImage(jpeg, { minSide: side * 6 });
  expect(small).toMatchObject({ height: side * 6, fullSize: { width: side * 20 + 3, height: side * 15 } });
  const region = { x: Math.floor((small.width - side * 6) / 2), y: 0, width: side * 6, height: side * 6 };
  expect(seen[0]!.pixels).toEqual(preprocessFace(small, tinyCnn.input, region));
});

describe('the mirror image of a face', () => {
  const image = noise(20, 20);
  const mirror: RasterImage = { ...image, data: image.data.slice() };
  for (let y = 0; y < 20; y++) {
    for (let x = 0; x < 20; x++) {
      const from = 3 * (y * 20 + 19 - x);
      (mirror.data as Uint8Array).set(image.data.subarray(from, from + 3), 3 * (y * 20 + x));
    }
  }
  const scoresOf = async (options: RecognizerOptions, source: RasterImage) => {
    const fer = await createRecognizer({ ...tiny, ...options });
    const [face] = await fer.recognize(source);
    fer.dispose();
    return Object.values(face!.scores);
  };

  const whole = detectorOf({ x: 0, y: 0, width: 20, height: 20 });

  it('is seen too where a detector found the face, and the probabilities are averaged', async () => {
    const alone = await scoresOf({}, image);
    const other = await scoresOf({}, mirror);
    // Random weights are sure of nothing.
    expect(Math.max(...alone)).toBeLessThan(0.6);
    const found = await scoresOf({ detector: whole }, image);
    expect(found).not.toEqual(alone);
    for (const [i, score] of found.entries()) expect(score).toBeCloseTo((alone[i]! + other[i]!) / 2, 6);
    expect(await scoresOf({ tta: 'flip-unsure' }, image)).toEqual(found);
    expect(await scoresOf({ tta: 'flip' }, image)).toEqual(found);
    expect(await scoresOf({ detector: whole, tta: 'none' }, image)).toEqual(alone);
  });

  it('is not asked for where the face alone is enough', async () => {
    const { tta: _, ...options } = noted;
    const boxes = Array.from({ length: 3 }, (_, x) => ({ x, y: 0, width: 10, height: 10 }));
    const fer = await createRecognizer({ ...options, detector: detectorOf(...boxes) });
    // The notebook has 0.7 for the label that is the number of the image in its batch.
    expect((await fer.recognize(image)).map(({ emotion }) => emotion)).toEqual(EMOTIONS.slice(0, 3));
    expect(seen.map(({ batch }) => batch)).toEqual([3]);
    const twice = await createRecognizer({ ...options, tta: 'flip', detector: detectorOf(...boxes) });
    await twice.recognize(image);
    expect(seen.map(({ batch }) => batch)).toEqual([3, 3, 3]);
  });

  it.each([true, 'ten-crop', null])('is not asked for by %o', async (tta) => {
    await expect(createRecognizer({ ...tiny, tta: tta as 'flip' })).rejects.toThrow(
      expect.objectContaining({ code: 'FER_INVALID_ARGUMENT', message: expect.stringContaining('tta') }),
    );
  });
});

describe('with a detector', () => {
  const boxes = [
    { x: 2, y: 3, width: 10, height: 10 },
    { x: 0, y: 4, width: 8, height: 12.5 },
  ];

  it('runs all faces in one batch, each seen as the square around its box', async () => {
    const fer = await createRecognizer({ ...noted, detector: detectorOf(...boxes) });
    const image = noise(30, 30);
    const faces = await fer.recognize(image);
    expect(faces.map(({ box, emotion }) => ({ box, emotion }))).toEqual([
      { box: boxes[0], emotion: 'angry' },
      { box: boxes[1], emotion: 'disgust' },
    ]);
    expect(seen).toHaveLength(1);
    expect(seen[0]!.batch).toBe(2);
    const squares = [boxes[0]!, { x: -2.25, y: 4, width: 12.5, height: 12.5 }];
    const expected = squares.flatMap((square) => [...preprocessFace(image, tinyCnn.input, square)]);
    expect([...seen[0]!.pixels]).toEqual(expected);
  });

  it('gives nothing where it finds nothing', async () => {
    const fer = await createRecognizer({ ...noted, detector: detectorOf() });
    expect(await fer.recognize(noise(9, 9))).toEqual([]);
    expect(seen).toEqual([]);
  });

  it('takes one of a plugin by id', async () => {
    const plugin = definePlugin({
      name: 'faces',
      apiVersion: 1,
      contributes: { detectors: [detectorOf(boxes[0]!)] },
    });
    const fer = await createRecognizer({ ...noted, plugins: [...noted.plugins, plugin], detector: 'fixed' });
    expect(await fer.recognize(noise(30, 30))).toHaveLength(1);
  });

  it('takes the first of the plugins without being told to, and none if told so', async () => {
    const plugin = definePlugin({
      name: 'faces',
      apiVersion: 1,
      contributes: { detectors: [detectorOf(), { ...detectorOf(boxes[0]!), id: 'other' }] },
    });
    const options = { ...noted, plugins: [...noted.plugins, plugin], detector: 'auto' };
    expect(await (await createRecognizer(options)).recognize(noise(30, 30))).toEqual([]);
    const whole = await createRecognizer({ ...options, detector: false });
    expect(await whole.recognize(noise(30, 30))).toHaveLength(1);
  });

  it('looks at the region that the detector names, or turns the square so that the eyes lie level', async () => {
    const points = { rightEye: { x: 4, y: 5 }, leftEye: { x: 8, y: 8 } };
    const region = { x: 1, y: 2, width: 9, height: 9, angle: -0.2 };
    const detector: FaceDetector = {
      ...detectorOf(),
      detect: async () => [
        { box: boxes[0]!, confidence: 0.9, points },
        { box: boxes[0]!, confidence: 0.8, points, region },
      ],
    };
    const fer = await createRecognizer({ ...noted, detector });
    const image = noise(30, 30);
    expect(await fer.recognize(image)).toMatchObject([
      { box: boxes[0]!, points, faceConfidence: 0.9 },
      { box: boxes[0]!, points, faceConfidence: 0.8 },
    ]);
    const regions = [{ ...boxes[0]!, angle: Math.atan2(3, 4) }, region];
    const expected = regions.flatMap((one) => [...preprocessFace(image, tinyCnn.input, one)]);
    expect([...seen[0]!.pixels]).toEqual(expected);
  });

  it('tells places in the full picture where it is decoded smaller', async () => {
    const { data, ...raw } = noise(1500, 1200);
    const points = { rightEye: { x: 4, y: 6 }, leftEye: { x: 12, y: 6 } };
    const jpeg = await sharp(data, { raw }).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    let seenSize: Pick<RasterImage, 'width' | 'height'> | undefined;
    const look = async (minSide?: number) => {
      const detector: FaceDetector = {
        ...detectorOf(),
        ...(minSide && { minSide }),
        async detect({ width, height }) {
          seenSize = { width, height };
          return [{ box: boxes[0]!, confidence: 1, points }];
        },
      };
      const [face] = await (await createRecognizer({ ...noted, detector })).recognize(jpeg);
      return { ...seenSize, box: face!.box, points: face!.points };
    };
    const { x, y, width, height } = boxes[0]!;
    expect(await look()).toEqual({
      width: 480,
      height: 600,
      box: { x: x * 2.5, y: y * 2.5, width: width * 2.5, height: height * 2.5 },
      points: { rightEye: { x: 10, y: 15 }, leftEye: { x: 30, y: 15 } },
    });
    expect(await look(400)).toMatchObject({ width: 400, height: 500 });
    const whole = { width: 1200, height: 1500, box: boxes[0], points };
    expect(await look(601)).toEqual(whole);
    expect(await look(Number.POSITIVE_INFINITY)).toEqual(whole);
  });

  it('has a factory make one, which gets the engine and is disposed of', async () => {
    const events: string[] = [];
    const image = noise(20, 20);
    const factory: FaceDetectorFactory = {
      id: 'made',
      apiVersion: 1,
      async create(host) {
        const network = await host.loadNetwork(memoryWeightsFiles(await serializeWeights(weights)));
        return {
          ...detectorOf(),
          async detect(picture) {
            await network.predict(host.preprocess(picture, tinyCnn.input), 1);
            return [{ box: boxes[0]!, confidence: 1 }];
          },
          dispose() {
            network.dispose();
            events.push('disposed');
          },
        };
      },
    };
    const fer = await createRecognizer({ ...noted, detector: factory });
    expect(await fer.recognize(image)).toHaveLength(1);
    expect(seen.map(({ pixels }) => pixels)).toEqual([
      preprocessFace(image, tinyCnn.input),
      preprocessFace(image, tinyCnn.input, boxes[0]!),
    ]);
    fer.dispose();
    expect([events, disposals]).toEqual([['disposed'], 2]);
  });

  it('frees its network if the detector cannot be made', async () => {
    const create = async () => {
      throw new Error('no eyes');
    };
    const making = createRecognizer({ ...noted, detector: { id: 'blind', apiVersion: 1, create } });
    await expect(making).rejects.toThrow('no eyes');
    expect(disposals).toBe(1);
  });

  it('refuses one that is unknown or none', async () => {
    await expect(createRecognizer({ ...noted, detector: true as never })).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
    });
    await expect(createRecognizer({ ...noted, detector: 'eyes' })).rejects.toMatchObject({
      code: 'FER_UNKNOWN_ID',
    });
    await expect(createRecognizer({ ...noted, detector: { id: 'x' } as never })).rejects.toMatchObject({
      code: 'FER_PLUGIN_INVALID',
      message: expect.stringContaining('given as `detector`'),
    });
  });
});

describe('architecture', () => {
  const { plugins: withoutTiny } = { plugins: noted.plugins.slice(1) };

  it('can be given outright, or by the id that is expected', async () => {
    await createRecognizer({ weights, plugins: withoutTiny, architecture: tinyCnn });
    await createRecognizer({ ...noted, architecture: 'tiny-cnn' });
  });

  it('must be that of the weights', async () => {
    await expect(createRecognizer({ ...noted, architecture: 'mini-xception' })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_MISMATCH',
      message: expect.stringMatching(/'tiny-cnn', not to 'mini-xception'/),
    });
    await expect(createRecognizer({ weights, plugins: withoutTiny })).rejects.toMatchObject({
      code: 'FER_UNKNOWN_ID',
    });
  });
});

describe('life', () => {
  it('ends with dispose, as often as one likes', async () => {
    const fer = await createRecognizer(noted);
    fer.dispose();
    fer.dispose();
    expect(disposals).toBeGreaterThan(0);
    await expect(fer.recognize(noise(9, 9))).rejects.toMatchObject({
      code: 'FER_DISPOSED',
      message: expect.stringContaining('createRecognizer'),
    });
  });

  it('ends for calls at work too', async () => {
    const fer = await createRecognizer({ ...tiny, runtime: 'cpu' });
    const working = fer.recognize(noise(9, 9));
    fer.dispose();
    await expect(working).rejects.toMatchObject({ code: 'FER_DISPOSED' });
  });

  it('stops when aborted, before, while detecting, and while it is made', async () => {
    const reason = new Error('enough');
    const aborted = { signal: AbortSignal.abort(reason) };
    await expect(createRecognizer({ ...noted, ...aborted })).rejects.toBe(reason);
    const fer = await createRecognizer(noted);
    await expect(fer.recognize(noise(9, 9), aborted)).rejects.toBe(reason);

    const controller = new AbortController();
    const slow: FaceDetector = {
      ...detectorOf(),
      async detect() {
        controller.abort(reason);
        return [];
      },
    };
    const detecting = await createRecognizer({ ...noted, detector: slow });
    await expect(detecting.recognize(noise(9, 9), { signal: controller.signal })).rejects.toBe(reason);
    expect(seen).toEqual([]);
  });

  it('disposes of a network that is ready too late', async () => {
    const controller = new AbortController();
    const late: Runtime = {
      ...notebook,
      id: 'late',
      async load(model) {
        controller.abort(new Error('enough'));
        return notebook.load(model);
      },
    };
    const plugin = definePlugin({ name: 'late', apiVersion: 1, contributes: { runtimes: [late] } });
    const making = createRecognizer({
      weights,
      plugins: [tinyPlugin, plugin],
      runtime: 'late',
      signal: controller.signal,
    });
    await expect(making).rejects.toThrow('enough');
    expect(disposals).toBe(1);
  });
});

describe('confidence', () => {
  const tempered: Weights = { ...weights, calibration: { temperature: 2, fittedOn: 'a test' } };
  const image = noise(9, 9);
  const faceOf = async (options: RecognizerOptions) => {
    const fer = await createRecognizer({ ...noted, weights: tempered, ...options });
    const [face] = await fer.recognize(image);
    fer.dispose();
    return face!;
  };

  it('is tempered as the weights say, also from files, and not where that is turned off', async () => {
    // Of 0.7 and six times 0.05: √0.7 / (√0.7 + 6 √0.05)
    const expected = Math.sqrt(0.7) / (Math.sqrt(0.7) + 6 * Math.sqrt(0.05));
    const face = await faceOf({});
    expect(face.confidence).toBeCloseTo(expected, 6);
    expect(await faceOf({ weights: memoryWeightsFiles(await serializeWeights(tempered)) })).toEqual(face);
    for (const plain of [{ calibrated: false }, { weights }]) {
      expect(await faceOf(plain)).toMatchObject({ emotion: face.emotion, confidence: Math.fround(0.7) });
    }
  });

  it('decides whether a face is sure, after it was tempered', async () => {
    expect(await faceOf({})).toMatchObject({ isSure: true });
    const unsure = await faceOf({ minConfidence: 0.6 });
    expect(unsure).toEqual({ ...(await faceOf({})), isSure: false });
    expect(await faceOf({ minConfidence: 0.6, calibrated: false })).toMatchObject({ isSure: true });
  });

  it.each([
    { minConfidence: -0.1 },
    { minConfidence: 1.01 },
    { minConfidence: Number.NaN },
    { minConfidence: '0.5' },
    { calibrated: 'no' },
  ])('refuses %j', async (options) => {
    const [option] = Object.keys(options);
    await expect(faceOf(options as never)).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      details: { option },
    });
  });

  it('refuses weights in memory with a temperature that is none', async () => {
    const broken: Weights = { ...weights, calibration: { temperature: 0, fittedOn: 'nothing' } };
    await expect(faceOf({ weights: broken })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_FORMAT',
      details: { field: 'calibration.temperature' },
    });
  });
});

describe('bad input', () => {
  it('an option that there is not, named with the nearest', async () => {
    const misspelt = { ...noted, runtme: 'wasm' };
    await expect(createRecognizer(misspelt)).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringMatching(/createRecognizer: .*runtme.*'runtime'/),
    });
    const fer = await createRecognizer(noted);
    const call = { singal: AbortSignal.abort() };
    await expect(fer.recognize(noise(9, 9), call as never)).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      details: { option: 'singal', suggestion: 'signal' },
    });
    fer.dispose();
  });

  it.each([
    ['a path that leads nowhere', '/no/such/photo.jpg', 'FER_IMAGE_NOT_FOUND'],
    ['bytes that are no picture', Uint8Array.of(1, 2, 3), 'FER_IMAGE_DECODE'],
    ['pixels too few', { data: new Uint8Array(5), width: 2, height: 3 }, 'FER_IMAGE_INVALID'],
    ['something else', 7 as never, 'FER_INVALID_ARGUMENT'],
  ])('%s', async (_, source, code) => {
    const fer = await createRecognizer(noted);
    await expect(fer.recognize(source)).rejects.toMatchObject({ code });
  });

  it.each<[string, ImageSource, PictureLimits, string]>([
    [
      'a file where none is allowed',
      '/no/such/photo.jpg',
      { allow: { files: false } },
      'FER_INVALID_ARGUMENT',
    ],
    [
      'a host that is not allowed',
      'http://127.0.0.1:1/a.jpg',
      { allow: { hosts: [] } },
      'FER_INVALID_ARGUMENT',
    ],
  ])('%s', async (_, source, limits, code) => {
    const fer = await createRecognizer({ ...noted, ...limits });
    await expect(fer.recognize(source)).rejects.toMatchObject({ code });
  });

  it('a server that does not answer in time', async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const fer = await createRecognizer({ ...noted, timeoutMs: 50 });
    await expect(
      fer.recognize(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a.jpg`),
    ).rejects.toMatchObject({ code: 'FER_IMAGE_NOT_FOUND', message: expect.stringContaining('50 ms') });
    server.closeAllConnections();
    server.close();
  });

  it('a picture of too many pixels', async () => {
    const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const fer = await createRecognizer({ ...noted, maxPixels: 15 });
    await expect(fer.recognize(png)).rejects.toMatchObject({ code: 'FER_IMAGE_INVALID' });
    await expect(createRecognizer({ ...noted, maxPixels: 0 })).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining('createRecognizer: `maxPixels` must be'),
    });
  });

  it('a runtime that is unknown or does not work here', async () => {
    await expect(createRecognizer({ ...noted, runtime: 'wsam' })).rejects.toMatchObject({
      code: 'FER_UNKNOWN_ID',
      message: expect.stringContaining('Did you mean "wasm"'),
    });
    await expect(createRecognizer({ ...noted, runtime: ['wasm', 'webgl'] })).rejects.toMatchObject({
      code: 'FER_RUNTIME_UNAVAILABLE',
      message: expect.stringContaining('npm install @fer/runtime-tfjs'),
    });
  });
});
