import { describe, expect, it } from 'vitest';
import { tinyCsv } from './__fixtures__/tiny-csv.ts';
import * as dataset from './index.ts';

const drawn = dataset.createSyntheticDataset({ seed: 1, training: 7, public: 0, private: 0 });
const blob = new Blob([tinyCsv()]);
const stream = () => new Blob([tinyCsv()]).stream();

/** Every public function that takes options: its name, a call, a misspelt option of it, and the right one. */
const FUNCTIONS: readonly [name: string, call: (options: never) => unknown, given: string, meant: string][] =
  [
    ['loadDataset', (options) => dataset.loadDataset('x.csv', options), 'onBadRows', 'onBadRow'],
    [
      'loadDatasetFromBlob',
      (options) => dataset.loadDatasetFromBlob(blob, options),
      'onprogress',
      'onProgress',
    ],
    ['parseFer2013Csv', (options) => dataset.parseFer2013Csv(stream(), options), 'onBadrow', 'onBadRow'],
    ['createBatches', (options) => dataset.createBatches(drawn, options), 'batchsize', 'batchSize'],
    ['createAugmentation', (options) => dataset.createAugmentation([], options), 'fil', 'fill'],
    ['standardAugmentation', (options) => dataset.standardAugmentation(options), 'strengths', 'strength'],
    ['strongAugmentation', (options) => dataset.strongAugmentation(options), 'erasing', 'erase'],
    ['flip', (options) => dataset.flip(options), 'probabilty', 'probability'],
    ['shift', (options) => dataset.shift(options), 'maxPX', 'maxPx'],
    ['rotate', (options) => dataset.rotate(options), 'maxDegree', 'maxDegrees'],
    ['zoom', (options) => dataset.zoom(options), 'ranges', 'range'],
    ['erasing', (options) => dataset.erasing(options), 'areas', 'area'],
    ['brightnessContrast', (options) => dataset.brightnessContrast(options), 'Brightness', 'brightness'],
    ['selectFerPlus', (options) => dataset.selectFerPlus(drawn, 'training', options), 'row', 'rows'],
    [
      'findDuplicates',
      (options) => dataset.findDuplicates(drawn, options),
      'minCorelation',
      'minCorrelation',
    ],
    ['drawFace', (options) => dataset.drawFace(options), 'sede', 'seed'],
    ['createSyntheticDataset', (options) => dataset.createSyntheticDataset(options), 'trainig', 'training'],
  ];

const failureOf = async (call: () => unknown) => {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe.each(FUNCTIONS)('%s', (name, call, given, meant) => {
  it('refuses an option that it does not have, and names the nearest', async () => {
    expect(await failureOf(() => call({ [given]: undefined } as never))).toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining(`${name}: there is no option '${given}'. Did you mean '${meant}'?`),
    });
  });

  it.each([null, 'options', 5, []])('refuses %o for options', async (options) => {
    expect(await failureOf(() => call(options as never))).toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining(`${name}: the options must be an object, but are`),
    });
  });
});

describe.each([
  ['loadDataset', (options: object) => dataset.loadDataset('x.csv', options)],
  ['loadDatasetFromBlob', (options: object) => dataset.loadDatasetFromBlob(blob, options)],
  ['parseFer2013Csv', (options: object) => dataset.parseFer2013Csv(stream(), options)],
])('%s', (name, call) => {
  it.each([
    [{ onBadRow: 'Skip' }, "`onBadRow` must be 'error' or 'skip', but is 'Skip'. Did you mean 'skip'?"],
    [{ onBadRow: true }, "`onBadRow` must be 'error' or 'skip', but is true."],
    [{ onProgress: 1 }, '`onProgress` must be a function, but is 1.'],
    [{ signal: {} }, '`signal` must be an AbortSignal, but is an object.'],
  ])('refuses %o', async (options, problem) => {
    await expect(call(options)).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message: `${name}: ${problem}`,
    });
  });
});

describe('values', () => {
  const cases: readonly (readonly [call: () => unknown, problem: string])[] = [
    [
      () => dataset.loadDataset('x.csv', { cache: 1 as never }),
      '`cache` must be true, false or the path of a folder',
    ],
    [() => dataset.loadDataset('x.csv', { ferplus: '' }), '`ferplus` must be the path of ferplus.csv'],
    [() => dataset.loadDataset('x.csv', { maxPixels: 0 }), '`maxPixels` must be a whole number from 1 to'],
    [
      () => dataset.parseFer2013Csv(stream(), { totalBytes: -1 }),
      '`totalBytes` must be a whole number of bytes',
    ],
    [() => dataset.parseFer2013Csv('text' as never), 'the chunks must be a stream, such as blob.stream() or'],
    [
      () => dataset.loadDatasetFromBlob('x.csv' as never),
      "the source must be a Blob or a File, but is 'x.csv'",
    ],
    [
      () => dataset.createBatches(drawn, { batchSize: 1, seed: 1, sampling: 'Shuffle' as never }),
      "`sampling` must be 'shuffle' or 'random', but is 'Shuffle'. Did you mean 'shuffle'?",
    ],
    [
      () => dataset.createBatches(drawn, { batchSize: 1, seed: 1, dropRemainder: 'no' as never }),
      "`dropRemainder` must be true or false, but is 'no'",
    ],
    [
      () => dataset.createBatches(drawn, { batchSize: 1, seed: 1, augment: 'standard' as never }),
      "`augment` must be an augmentation, as createAugmentation makes it, but is 'standard'",
    ],
    [() => dataset.createBatches(drawn, undefined as never), 'createBatches: the options must be an object'],
    [() => dataset.createAugmentation(dataset.flip() as never), 'the transforms must be a list'],
    [
      () => dataset.createAugmentation([{ kind: 'Pixel' } as never]),
      "transform 1 must be of the kind 'geometric' or",
    ],
    [() => dataset.createAugmentation([], { fill: '7' as never }), "`fill` must be 'edge' or a gray level"],
    [
      () => dataset.findDuplicates(drawn, { minCorrelation: Symbol('x') as never }),
      '`minCorrelation` must be above 0 and at most 1, but is Symbol(x)',
    ],
    [
      () => dataset.erasing({ area: 0.1 as never }),
      '`area` must be two numbers, [smallest, largest], but is 0.1',
    ],
    [() => dataset.createSyntheticDataset({ seed: 1, training: 1e9 }), 'must be at most 500000 together'],
    [() => dataset.createSyntheticDataset({ seed: 0.5 }), '`seed` must be a whole number, but is 0.5'],
    [
      () => dataset.selectFerPlus(drawn, 'training', { rows: 'mayority' as never }),
      "`rows` must be 'votes' or 'majority', but is 'mayority'. Did you mean 'majority'?",
    ],
    [() => dataset.majorityLabels(new Uint8Array(9)), 'must be a Uint8Array of ten numbers a row'],
    [
      () => dataset.majorityLabels(new Uint8Array(10), 'contempt' as never),
      'must be a list of names, as EMOTIONS or FER_PLUS_LABELS, but are',
    ],
    [
      () => dataset.parseFerPlus(undefined as never),
      'parseFerPlus: the votes must be a text, but are undefined',
    ],
    [() => dataset.readFerPlus(undefined as never), 'readFerPlus: the path must be that of ferplus.csv'],
  ];

  it.each(cases.map(([call, problem]) => ({ call, problem })))(
    'that cannot be are refused: $problem',
    async ({ call, problem }) => {
      expect(await failureOf(call)).toMatchObject({
        code: 'FER_INVALID_ARGUMENT',
        message: expect.stringContaining(problem),
      });
    },
  );

  it('names any split that there is not', () => {
    expect(() => dataset.selectSplit(drawn, Symbol('x') as never)).toThrow('no rows of the split Symbol(x)');
    expect(() => dataset.selectSplit(drawn, '__proto__' as never)).toThrow(
      "no rows of the split '__proto__'",
    );
  });

  it('reads a ReadableStream, and no text', async () => {
    expect((await dataset.parseFer2013Csv(stream())).count).toBe(3);
    const text = async function* () {
      yield 'pixels';
    };
    await expect(dataset.parseFer2013Csv(text() as never)).rejects.toMatchObject({
      code: 'FER_INVALID_ARGUMENT',
      message:
        "parseFer2013Csv: each chunk must be a Uint8Array, but one is 'pixels'. Leave out the encoding of the stream.",
    });
  });
});
