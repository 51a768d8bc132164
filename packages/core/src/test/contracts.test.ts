import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { assertOptions } from '../assert-options.ts';
import { createSharpDecoder } from '../decode/sharp-decoder.ts';
import { FerError } from '../errors.ts';
import type { Architecture, ModelGraph } from '../extension-points/architecture.ts';
import type { AugmentationFactory } from '../extension-points/augmentation.ts';
import type { FaceDetector } from '../extension-points/face-detector.ts';
import type { ImageDecoder } from '../extension-points/image-decoder.ts';
import type { LayerExpansion } from '../extension-points/layer-expansion.ts';
import type { Network, Runtime } from '../extension-points/runtime.ts';
import type { ForeignModel, WeightsFormat } from '../extension-points/weights-format.ts';
import type { WeightsSource } from '../extension-points/weights-source.ts';
import { layer } from '../layer.ts';
import { createNetwork } from '../runtime/create-network.ts';
import {
  architectureContract,
  augmentationContract,
  type ContractCase,
  decoderContract,
  detectorContract,
  layerExpansionContract,
  runtimeContract,
  TINY_MODEL,
  tinyPixels,
  tinyProbabilities,
  weightsFormatContract,
  weightsSourceContract,
} from './index.ts';

/** The names of the cases that fail. */
async function failing(cases: readonly ContractCase[]): Promise<string[]> {
  const names: string[] = [];
  for (const { name, run } of cases) await run().catch(() => names.push(name));
  return names;
}

/** A runtime that keeps its contract for the tiny model; `change` may break it. */
function runtime(change: (network: Network) => Partial<Network> = () => ({})): Runtime {
  return {
    id: 'loops',
    apiVersion: 1,
    description: 'plain loops',
    priority: 1,
    isSupported: async () => ({ supported: true }),
    init: async () => {},
    load: async ({ input, labels }) => {
      const network = createNetwork({
        inputs: [{ name: 'input', shape: [input.height, input.width, input.channels] }],
        outputs: [{ name: 'softmax', shape: [labels.length] }],
        batch: 4,
        compute: ([pixels]) => [Float32Array.from(tinyProbabilities(pixels!))],
        release: () => {},
      });
      return { ...network, ...change(network) };
    },
  };
}

describe('runtimeContract', () => {
  describe('is kept by plain loops', () => {
    for (const { name, run } of runtimeContract(runtime())) it(name, run);
  });

  const shared = new Float32Array(2 * TINY_MODEL.labels.length);
  it.each<[string, (network: Network) => Partial<Network>, string]>([
    [
      'another answer',
      ({ predict }) => ({ predict: async (pixels, batch) => (await predict(pixels, batch)).reverse() }),
      'gives the probabilities of the network',
    ],
    [
      'NaN',
      ({ predict }) => ({
        predict: async (pixels, batch) => (await predict(pixels, batch)).fill(Number.NaN),
      }),
      'gives the probabilities of the network',
    ],
    [
      'a shorter answer',
      ({ predict }) => ({ predict: async (pixels, batch) => (await predict(pixels, batch)).slice(1) }),
      'gives the probabilities of the network',
    ],
    [
      'writing into pixels',
      ({ predict }) => ({
        predict: async (pixels, batch) => {
          const answer = await predict(pixels, batch);
          pixels[0] = 9;
          return answer;
        },
      }),
      'leaves its input as it was, and its earlier outputs too',
    ],
    [
      'one output for all',
      ({ predict }) => ({
        predict: async (pixels, batch) => {
          if (batch !== 2) return predict(pixels, batch);
          shared.set(await predict(pixels, batch));
          return shared;
        },
      }),
      'leaves its input as it was, and its earlier outputs too',
    ],
    [
      'unchecked pixels',
      () => ({ predict: async (pixels) => Float32Array.from(tinyProbabilities(pixels)) }),
      'refuses pixels that are not the batch',
    ],
    ['life after dispose', () => ({ dispose() {} }), 'is disposed of alone, and as often as one likes'],
    [
      'an output of another name',
      ({ run }) => ({ run: async (feeds, batch) => ({ output: (await run(feeds, batch)).softmax! }) }),
      'is fed and answers by name',
    ],
    ['a network that says nothing of itself', () => ({ inputs: [] }), 'is fed and answers by name'],
  ])('notices %s', async (_, change, name) => {
    expect(await failing(runtimeContract(runtime(change)))).toContain(name);
  });

  it('has room for the error of a coarse runtime, if told', async () => {
    const coarse = runtime(({ predict }) => ({
      predict: async (pixels, batch) => (await predict(pixels, batch)).map((p) => p + 1e-3),
    }));
    expect(await failing(runtimeContract(coarse))).not.toEqual([]);
    expect(await failing(runtimeContract(coarse, { tolerance: 2e-3 }))).toEqual([]);
  });

  it('tries a network that tells its classes apart', () => {
    const [first, second] = [tinyProbabilities(tinyPixels(1, 1)), tinyProbabilities(tinyPixels(1, 2))];
    expect(first.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
    expect(Math.max(...first.map((p, i) => Math.abs(p - second[i]!)))).toBeGreaterThan(0.05);
  });
});

describe('weightsSourceContract', () => {
  const missing = () => new FerError('FER_WEIGHTS_NOT_FOUND', 'not there');
  const source = (changes: Partial<WeightsSource> = {}): WeightsSource => ({
    id: 'memory',
    apiVersion: 1,
    matches: (reference) => reference.startsWith('memory:'),
    open: async (reference) => {
      if (reference !== 'memory:there') throw missing();
      return {
        location: reference,
        async read(fileName, options) {
          options?.signal?.throwIfAborted();
          if (fileName !== 'fer.json') throw missing();
          if ((options?.maxBytes ?? 2) < 2) throw new FerError('FER_WEIGHTS_CORRUPT', 'too long');
          return new Uint8Array([123, 125]);
        },
      };
    },
    ...changes,
  });
  const trial = { reference: 'memory:there', fileName: 'fer.json', missing: 'memory:none', foreign: './x' };

  describe('is kept by a source in memory', () => {
    for (const { name, run } of weightsSourceContract(source(), trial)) it(name, run);
  });

  it.each<[string, Partial<WeightsSource>, string[]]>([
    ['a source that takes all', { matches: () => true }, ['knows its own references and no others']],
    [
      'a source that throws anything',
      {
        open: async () => {
          throw new Error('ENOENT');
        },
      },
      [
        'reads a file whole, each time',
        'refuses a file that is longer than it may be',
        'says that a file is missing',
        'says that weights are missing, when opened or when read',
        'stops when aborted',
      ],
    ],
    [
      'a source that never says no',
      { open: async (location) => ({ location, read: async () => new Uint8Array(1) }) },
      [
        'refuses a file that is longer than it may be',
        'says that a file is missing',
        'says that weights are missing, when opened or when read',
        'stops when aborted',
      ],
    ],
  ])('notices %s', async (_, changes, names) => {
    expect(await failing(weightsSourceContract(source(changes), trial))).toEqual(names);
  });
});

describe('decoderContract', async () => {
  const pixels = {
    data: new Uint8Array(6 * 4 * 3).map((_, i) => i * 3),
    width: 6,
    height: 4,
    channels: 3,
  } as const;
  const file = new Uint8Array(await sharp(pixels.data, { raw: pixels }).png().toBuffer());

  describe('is kept by sharp', () => {
    for (const { name, run } of decoderContract(createSharpDecoder(), { file, pixels, tolerance: 0 }))
      it(name, run);
  });

  it.each<[string, Partial<ImageDecoder>, string[]]>([
    ['a decoder that knows everything', { sniff: () => true }, ['knows its kind by the first bytes']],
    [
      'a decoder that shows something else',
      { decode: async () => ({ ...pixels, data: new Uint8Array(72) }) },
      ['gives the pixels, and leaves the file as it was', 'says that a file is cut short'],
    ],
  ])('notices %s', async (_, changes, names) => {
    const decoder = { ...createSharpDecoder(), ...changes };
    expect(await failing(decoderContract(decoder, { file, pixels }))).toEqual(names);
  });
});

describe('detectorContract', () => {
  const image = { data: new Uint8Array(100), width: 10, height: 10, channels: 1 } as const;
  const face = (confidence: number, width = 5) => ({ box: { x: -1, y: 0, width, height: 5 }, confidence });
  const detector = (...faces: ReturnType<typeof face>[]): FaceDetector => ({
    id: 'fixed',
    apiVersion: 1,
    detect: async (_, options) => {
      options?.signal?.throwIfAborted();
      return faces;
    },
  });

  describe('is kept by fixed boxes', () => {
    const fixed = detector(face(0.9), face(0.3));
    for (const { name, run } of detectorContract(fixed, { image, faces: 2 })) it(name, run);
  });

  const finds = 'finds the faces, most confident first, and leaves the image as it was';
  const takes = 'takes gray, RGB and RGBA, however small';
  it.each<[string, FaceDetector, string[]]>([
    ['a face that is not found', detector(), [finds]],
    ['another order', detector(face(0.3), face(0.9)), [finds, takes]],
    ['an empty box', detector(face(0.9, 0)), [finds, takes]],
    ['a confidence in percent', detector(face(90)), [finds, takes]],
    ['a signal that is not heard', { ...detector(), detect: async () => [face(1)] }, ['stops when aborted']],
  ])('notices %s', async (_, broken, names) => {
    expect(await failing(detectorContract(broken, { image }))).toEqual(names);
  });
});

describe('architectureContract', () => {
  const architecture = (changes: Partial<Architecture> = {}): Architecture => ({
    id: 'linear',
    apiVersion: 1,
    description: 'a linear classifier',
    input: TINY_MODEL.input,
    defaults: { useBias: true },
    build: ({ useBias }, classes): ModelGraph => ({
      layers: [
        { name: 'flatten', type: 'flatten', config: {} },
        { name: 'logits', type: 'dense', config: { units: classes, useBias: useBias! }, inputs: ['flatten'] },
        { name: 'softmax', type: 'activation', config: { activation: 'softmax' } },
      ],
    }),
    ...changes,
  });
  const softmax = { name: 'softmax', type: 'activation', config: { activation: 'softmax' } } as const;
  const dense = (units: number) => ({ name: 'logits', type: 'dense', config: { units } }) as const;
  let built = 0;

  describe('is kept by a linear classifier', () => {
    for (const { name, run } of architectureContract(architecture())) it(name, run);
  });

  it.each<[string, Partial<Architecture>, string]>([
    [
      'an input without size',
      { input: { ...TINY_MODEL.input, width: 0 } },
      'expects an input that can be made',
    ],
    [
      'a range that falls',
      { input: { ...TINY_MODEL.input, range: [1, 0] } },
      'expects an input that can be made',
    ],
    [
      'a default that JSON cannot hold',
      { defaults: { rate: Number.NaN } },
      'is plain data that survives JSON',
    ],
    [
      'a graph that changes',
      { build: (_, classes) => ({ layers: [dense(classes + built++), softmax] }) },
      'builds the same graph each time, and another for another number of classes',
    ],
    [
      'a fixed number of classes',
      { build: () => ({ layers: [dense(7), softmax] }) },
      'builds the same graph each time, and another for another number of classes',
    ],
    [
      'one name twice',
      { build: (_, n) => ({ layers: [dense(n), dense(n), softmax] }) },
      'names its layers and connects each to earlier ones',
    ],
    [
      'a later input',
      { build: (_, n) => ({ layers: [{ ...dense(n), inputs: ['softmax'] }, softmax] }) },
      'names its layers and connects each to earlier ones',
    ],
    ['logits for an end', { build: (_, n) => ({ layers: [dense(n)] }) }, 'ends with a softmax of its own'],
  ])('notices %s', async (_, changes, name) => {
    expect(await failing(architectureContract(architecture(changes)))).toContain(name);
  });
});

describe('weightsFormatContract', () => {
  /** A file of one byte for each number, after a sign. */
  const format = (changes: Partial<WeightsFormat> = {}): WeightsFormat => ({
    id: 'bytes',
    apiVersion: 1,
    description: 'numbers as bytes',
    sniff: async ({ names, read }, { maxBytes }) => (await read(names[0]!, { maxBytes }))[0] === 0xfe,
    read: async ({ names, read }, { maxBytes, signal }): Promise<ForeignModel> => {
      const bytes = await read(names[0]!, { maxBytes, ...(signal && { signal }) });
      if (bytes.length !== 21) throw new FerError('FER_WEIGHTS_CORRUPT', 'It must have 21 bytes.');
      return {
        graph: { layers: [{ name: 'scale', type: 'prelu', config: { sharedAxes: [1, 2] } }] },
        tensors: new Map([
          ['scale/alpha', { shape: [1, 1, 20], data: Float32Array.from(bytes.subarray(1)) }],
        ]),
        inputShape: [6, 5, 20],
        notes: [],
      };
    },
    ...changes,
  });
  const files = new Map([['a.bin', Uint8Array.of(0xfe, ...new Array(20).fill(3))]]);
  const { read } = format();

  describe('is kept by a small format', () => {
    for (const { name, run } of weightsFormatContract(format(), { files })) it(name, run);
  });

  it.each<[string, Partial<WeightsFormat>, string]>([
    ['a format that knows everything', { sniff: async () => true }, 'knows its own files and no others'],
    [
      'other numbers each time',
      {
        read: async (given, options) => {
          const model = await read(given, options);
          model.tensors.get('scale/alpha')!.data[0] = Math.random();
          return model;
        },
      },
      'reads a network with the same tensors each time, and leaves the files as they were',
    ],
    [
      'no limit',
      { read: (given, { signal }) => read(given, { maxBytes: 999, ...(signal && { signal }) }) },
      'refuses files that are longer than they may be',
    ],
    [
      'a crash on half a file',
      {
        read: async (given, options) =>
          read(given, options).catch((cause) => {
            throw new Error('crash', { cause });
          }),
      },
      'says that a file is cut short',
    ],
    ['deafness', { read: (given, { maxBytes }) => read(given, { maxBytes }) }, 'stops when aborted'],
    [
      'a writer of nothing',
      { write: async () => new Map([['a.bin', Uint8Array.of(1)]]) },
      'reads what it writes',
    ],
  ])('notices %s', async (_, changes, name) => {
    expect(await failing(weightsFormatContract(format(changes), { files }))).toContain(name);
  });
});

describe('augmentationContract', () => {
  /** Makes a picture darker. */
  const augmentation = (changes: Partial<AugmentationFactory> = {}): AugmentationFactory => ({
    id: 'darker',
    apiVersion: 1,
    description: 'makes a picture darker',
    create(options = {}) {
      assertOptions(options, { least: true }, 'darker');
      return {
        record: { name: 'darker' },
        apply(source, target, _width, _height, random) {
          const factor = random.next();
          for (const [at, level] of source.entries()) target[at] = factor * level;
        },
      };
    },
    ...changes,
  });
  const { apply, record } = augmentation().create();

  describe('is kept by a small augmentation', () => {
    for (const { name, run } of augmentationContract(augmentation())) it(name, run);
  });

  const writes = 'writes every pixel, in 0..255, whatever the size, and leaves its source as it was';
  const same = 'does the same for the same numbers, whatever it did before, and something else for others';
  it.each<[string, AugmentationFactory['create'], string]>([
    ['pixels that are left out', () => ({ record, apply: (_, target) => target.set([1]) }), writes],
    ['levels past 255', () => ({ record, apply: (_, target) => target.fill(256) }), writes],
    [
      'writing into the source',
      () => ({
        record,
        apply(source, target, width, height, random) {
          apply(source, target, width, height, random);
          source.reverse();
        },
      }),
      writes,
    ],
    ['chance of its own', () => ({ record, apply: (_, target) => target.fill(Math.random()) }), same],
    ['a copy', () => ({ record, apply: (source, target) => target.set(source) }), same],
    [
      'a record that changes',
      () => ({ record: { at: Math.random() }, apply }),
      'says what it does as plain data, the same each time',
    ],
    ['unknown options', () => ({ record, apply }), 'refuses an option that it does not have'],
  ])('notices %s', async (_, create, name) => {
    expect(await failing(augmentationContract(augmentation({ create })))).toContain(name);
  });
});

describe('layerExpansionContract', () => {
  const block = (changes: Partial<LayerExpansion> = {}): LayerExpansion => ({
    id: 'twice',
    apiVersion: 1,
    defaults: { units: 3 },
    expand: ({ units }, [input]) => [
      layer('first', 'dense', { units: units! }),
      layer('second', 'dense', { units: input!.shape.at(-1)! }),
      layer('sum', 'add', {}, ['second', input!.name]),
    ],
    ...changes,
  });
  const trial = { inputs: [[4, 4, 8]] };
  const relu = layer('relu', 'activation', { activation: 'relu' });
  let times = 0;

  describe('is kept by a residual block', () => {
    for (const { name, run } of layerExpansionContract(block(), trial)) it(name, run);
  });

  const connects = 'names its layers and connects each to the inputs or earlier ones';
  it.each<[string, LayerExpansion['expand'], string]>([
    ['no layer', () => [], 'stands for the same layers each time, at least one'],
    [
      'other layers each time',
      () => [{ ...relu, name: `relu${times++}` }],
      'stands for the same layers each time, at least one',
    ],
    ['a name twice', () => [relu, relu], connects],
    ['an input of nobody', () => [{ ...relu, inputs: ['input2'] }], connects],
    ['itself', () => [{ ...relu, type: 'twice' }], 'does not stand for itself'],
    [
      'writing into its inputs',
      (_, inputs) => {
        (inputs[0]!.shape as number[])[0] = 1;
        return [relu];
      },
      connects,
    ],
  ])('notices %s', async (_, expand, name) => {
    expect(await failing(layerExpansionContract(block({ expand }), trial))).toContain(name);
  });
});
