// What a plugin does wrong is told by its name, and the rest goes on.
import {
  type DetectedFace,
  definePlugin,
  type FaceDetector,
  type FaceDetectorFactory,
  type ImageDecoder,
  type Postprocessor,
  type ScoreProcessor,
  type WeightsSource,
} from '@fer/core';
import { describe, expect, it } from 'vitest';
import {
  createRecognizer,
  loadWeights,
  memoryWeightsFiles,
  type RecognizerOptions,
  serializeWeights,
} from '../src/index.ts';
import { randomWeights, tinyCnn, tinyPlugin } from '../src/weights/__fixtures__/tiny-weights.ts';

const weights = randomWeights(tinyCnn);
const picture = { data: new Uint8Array(30), width: 5, height: 6, channels: 1 } as const;
const hang = () => new Promise<never>(() => {});

const brings = (contributes: Parameters<typeof definePlugin>[0]['contributes']) =>
  definePlugin({ name: 'theirs', apiVersion: 1, contributes });

/** Makes a recognizer and gathers its warnings. */
async function recognizer(options: RecognizerOptions, ...plugins: ReturnType<typeof brings>[]) {
  const warnings: string[] = [];
  const fer = await createRecognizer({
    weights,
    onWarning: (message) => warnings.push(message),
    ...options,
    plugins: [tinyPlugin, ...plugins],
  });
  return { fer, warnings };
}

describe('a face detector', () => {
  const face: DetectedFace = { box: { x: 0, y: 0, width: 4, height: 4 }, confidence: 1 };
  const detector = (detect: FaceDetector['detect']): FaceDetector => ({ id: 'eyes', apiVersion: 1, detect });
  const factory = (id: string, create: FaceDetectorFactory['create']): FaceDetectorFactory => ({
    id,
    apiVersion: 1,
    create,
  });
  const sound = factory('sound', async () => detector(async () => [face]));

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['an object', {}],
    ['an empty place', [null]],
    ['no box', [{ confidence: 1 }]],
    ['a box of NaN', [{ ...face, box: { ...face.box, x: Number.NaN } }]],
    ['an infinite box', [{ ...face, box: { ...face.box, width: Number.POSITIVE_INFINITY } }]],
    ['an empty box', [{ ...face, box: { ...face.box, height: 0 } }]],
    ['no confidence', [{ box: face.box }]],
    ['a confidence in percent', [{ ...face, confidence: 99 }]],
    ['one eye', [{ ...face, points: { leftEye: { x: 1, y: 1 } } }]],
    ['a region of NaN', [{ ...face, region: { ...face.box, y: Number.NaN } }]],
  ])('that gives %s', async (_, faces) => {
    const { fer } = await recognizer({}, brings({ detectors: [detector(async () => faces as never)] }));
    await expect(fer.recognize(picture)).rejects.toMatchObject({
      code: 'FER_PLUGIN_RESULT',
      message: expect.stringContaining(
        'The face detector "eyes" of plugin "theirs" must give a list of faces',
      ),
    });
    fer.dispose();
  });

  it('that throws for one picture leaves the others', async () => {
    let calls = 0;
    const moody = detector(async () => {
      if (calls++ === 1) throw new TypeError('odd');
      return [face];
    });
    const { fer } = await recognizer({}, brings({ detectors: [moody] }));
    const errors: unknown[] = [];
    for await (const { error } of fer.recognizeMany([picture, picture, picture], { concurrency: 1 })) {
      errors.push(error && [error.code, error.message]);
    }
    const message = 'The face detector "eyes" of plugin "theirs" failed in `detect`: odd.';
    expect(errors).toEqual([undefined, ['FER_PLUGIN_FAILED', message], undefined]);
    fer.dispose();
  });

  it('that hangs does not outlast a signal', async () => {
    const { fer } = await recognizer({}, brings({ detectors: [detector(hang)] }));
    await expect(fer.recognize(picture, { signal: AbortSignal.timeout(5) })).rejects.toThrow(/timeout/);
    fer.dispose();
  });

  it.each<[string, FaceDetectorFactory['create'], string, RegExp]>([
    [
      'throws',
      () => Promise.reject(new Error('no eyes')),
      'FER_PLUGIN_FAILED',
      /failed in `create`: no eyes\.$/,
    ],
    ['hangs', hang, 'FER_PLUGIN_TIMEOUT', /has not started within 5 ms\.$/],
    ['gives none', async () => ({}) as never, 'FER_PLUGIN_RESULT', /must give a detector in `create`/],
  ])(
    'that %s when it is made is an error, or for `auto` a warning if there is another',
    async (name, create, code, message) => {
      const broken = factory(`broken, ${name}`, create);
      const options = { pluginTimeoutMs: 5 };
      const { fer, warnings } = await recognizer(options, brings({ detectors: [broken, sound] }));
      expect(warnings).toEqual([expect.stringMatching(message)]);
      expect(warnings[0]).toContain(`The face detector "${broken.id}" of plugin "theirs" `);
      expect(await fer.recognize(picture)).toHaveLength(1);
      fer.dispose();

      for (const chosen of [{ detector: broken.id }, {}]) {
        const plugin = brings({ detectors: chosen.detector ? [broken, sound] : [broken] });
        await expect(recognizer({ ...options, ...chosen }, plugin)).rejects.toMatchObject({ code });
      }
    },
  );
});

describe('an image decoder', () => {
  const file = Uint8Array.of(0x23, 1);
  const decoder = (id: string, decode: ImageDecoder['decode']): ImageDecoder => ({
    id,
    apiVersion: 1,
    isSupported: async () => true,
    sniff: (bytes) => bytes[0] === 0x23,
    decode,
  });
  const broken = decoder('broken', () => Promise.reject(new Error('odd')));

  it('that throws is passed over, with a warning', async () => {
    const plugin = brings({ decoders: [broken, decoder('sound', async () => picture)] });
    const { fer, warnings } = await recognizer({ detector: false }, plugin);
    expect(await fer.recognize(file)).toHaveLength(1);
    expect(warnings).toEqual(['The image decoder "broken" of plugin "theirs" failed in `decode`: odd.']);
    fer.dispose();
  });

  it('is named where no other can', async () => {
    const { fer } = await recognizer({ detector: false }, brings({ decoders: [broken] }));
    await expect(fer.recognize(file)).rejects.toMatchObject({ code: 'FER_PLUGIN_FAILED' });
    expect(await fer.recognize(picture)).toHaveLength(1);
    fer.dispose();
  });
});

describe('a weights source', () => {
  const source = (id: string, changes: Partial<WeightsSource>): WeightsSource => ({
    id,
    apiVersion: 1,
    matches: (reference) => reference === 'theirs',
    open: hang,
    ...changes,
  });
  const load = (changes: Partial<WeightsSource>, options = {}) => {
    const weightsSources = [source('broken', changes)];
    return loadWeights('theirs', { plugins: [tinyPlugin, brings({ weightsSources })], ...options });
  };

  it.each<[string, WeightsSource['open'], string, string]>([
    ['throws', () => Promise.reject(new Error('odd')), 'FER_PLUGIN_FAILED', 'failed in `open`: odd.'],
    [
      'gives nothing',
      async () => undefined as never,
      'FER_PLUGIN_RESULT',
      'must give files with `read` in `open`',
    ],
    [
      'throws when it is read',
      async () => ({ location: 'there', read: () => Promise.reject('odd') }),
      'FER_PLUGIN_FAILED',
      'failed in `read`: odd.',
    ],
  ])('that %s', async (_, open, code, message) => {
    await expect(load({ open })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`The weights source "broken" of plugin "theirs" ${message}`),
    });
  });

  it('that hangs is not waited for beyond the limit of weights', async () => {
    await expect(load({}, { weightsLimits: { timeoutMs: 5 } })).rejects.toMatchObject({
      code: 'FER_WEIGHTS_NOT_FOUND',
    });
  });

  it('that cannot say which references are its own is passed over, with a warning', async () => {
    const files = memoryWeightsFiles(await serializeWeights(weights));
    const moody = source('moody', {
      matches: () => {
        throw new Error('odd');
      },
    });
    const plugin = brings({ weightsSources: [moody, source('sound', { open: async () => files })] });
    const { fer, warnings } = await recognizer({ weights: 'theirs', detector: false }, plugin);
    expect(warnings).toEqual(['The weights source "moody" of plugin "theirs" failed in `matches`: odd.']);
    fer.dispose();
  });
});

describe('a postprocessor', () => {
  async function* frames() {
    yield picture;
  }
  const watchWith = async (create: Postprocessor['create']) => {
    const postprocessors = [{ id: 'odd', apiVersion: 1, create } as const];
    const { fer } = await recognizer({ detector: false }, brings({ postprocessors }));
    try {
      for await (const _ of fer.watch(frames(), { smoothing: { id: 'odd' } }));
    } finally {
      // What it broke was the video alone.
      expect(await fer.recognize(picture)).toHaveLength(1);
      fer.dispose();
    }
  };
  const giving = (change: (scores: Record<string, number>) => unknown) => (): ScoreProcessor => ({
    update: ({ scores }) => change(scores) as never,
    forget() {},
  });

  it.each<[string, Postprocessor['create']]>([
    ['no processor', () => undefined as never],
    ['nothing', giving(() => undefined)],
    ['fewer labels', giving(({ happy, ...others }) => others)],
    ['other labels', giving(({ happy, ...others }) => ({ ...others, glad: happy }))],
    ['NaN', giving((scores) => ({ ...scores, happy: Number.NaN }))],
    ['a sum of 2', giving((scores) => ({ ...scores, happy: 1 + scores.happy! }))],
    ['texts', giving((scores) => ({ ...scores, happy: String(scores.happy) }))],
  ])('that gives %s', async (_, create) => {
    await expect(watchWith(create)).rejects.toMatchObject({
      code: 'FER_PLUGIN_RESULT',
      message: expect.stringContaining('The postprocessor "odd" of plugin "theirs" must give '),
    });
  });

  it('that throws', async () => {
    const create = giving(() => {
      throw new Error('odd');
    });
    await expect(watchWith(create)).rejects.toMatchObject({
      code: 'FER_PLUGIN_FAILED',
      message: 'The postprocessor "odd" of plugin "theirs" failed in `update`: odd.',
    });
  });
});
