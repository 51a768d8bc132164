import type { Random } from '@fer/core';
import * as dataset from '@fer/dataset';
import { pick } from './pick.ts';

const ODD: readonly unknown[] = [
  undefined,
  null,
  Number.NaN,
  -1,
  0,
  0.5,
  7,
  2 ** 31,
  2 ** 53,
  Number.POSITIVE_INFINITY,
  '',
  'Skip',
  '48',
  '__proto__',
  {},
  [],
  [1],
  [2, 1],
  [0, 0.5],
  ['a', {}],
  4n,
  Symbol('x'),
  true,
  () => 1,
  Object.create(null),
  new Uint8Array(3),
  new AbortController().signal,
];
const KEYS = [
  'onBadRow',
  'onbadrow',
  'signal',
  'cache',
  'ferplus',
  'onProgress',
  'maxPixels',
  'location',
  'name',
  'totalBytes',
  'batchSize',
  'seed',
  'augment',
  'sampling',
  'stepsPerEpoch',
  'dropRemainder',
  'fill',
  'probability',
  'area',
  'aspect',
  'range',
  'maxPx',
  'maxDegrees',
  'brightness',
  'contrast',
  'minCorrelation',
  'maxHashDistance',
  'constructor',
  '__proto__',
  'emotion',
  'size',
];

const drawn = dataset.createSyntheticDataset({ seed: 1, training: 7, public: 0, private: 0 });
const csv = Buffer.from(`pixels\n${'0 '.repeat(2304)}\n`);
async function* chunks() {
  yield csv;
}

type Call = (options: never, odd: never) => unknown;

const CALLS: readonly Call[] = [
  (options) => dataset.loadDataset('/dev/null/x', options),
  (options, odd) => dataset.loadDataset(odd, options),
  (options) => dataset.loadDatasetFromBlob(new Blob([csv]), options),
  (options, odd) => dataset.loadDatasetFromBlob(odd, options),
  (options) => dataset.parseFer2013Csv(chunks(), options),
  (options, odd) => dataset.parseFer2013Csv(odd, options),
  (options) => dataset.createBatches(drawn, Object.assign({ batchSize: 2, seed: 1 }, options)).batch(0, 0),
  (options) => dataset.createBatches(drawn, options),
  (options) => dataset.createAugmentation([dataset.flip()], options),
  (options, odd) => dataset.createAugmentation(odd, options),
  (options) => dataset.flip(options),
  (options) => dataset.shift(options),
  (options) => dataset.rotate(options),
  (options) => dataset.zoom(options),
  (options) => dataset.erasing(options),
  (options) => dataset.brightnessContrast(options),
  (options) => dataset.findDuplicates(drawn, options),
  (options) => dataset.drawFace(options),
  (options) => dataset.drawFace(Object.assign({ seed: 1, emotion: 'happy' }, options)),
  (options) =>
    dataset.createSyntheticDataset(Object.assign({ seed: 1, training: 2, public: 0, private: 0 }, options)),
  (_, odd) => dataset.selectSplit(drawn, odd),
  (_, odd) => dataset.parseFerPlus(odd),
  (_, odd) => dataset.readFerPlus(odd),
  (_, odd) => dataset.majorityLabels(odd),
];

/** Calls a public function with options and arguments that are odd in one way or several. */
export async function loadWithOddOptions(random: Random): Promise<string> {
  const count = random.integer(3);
  const pairs = Array.from({ length: count }, () => [pick(random, KEYS), pick(random, ODD)]);
  const options = random.integer(8) === 0 ? pick(random, ODD) : Object.fromEntries(pairs);
  await pick(random, CALLS)(options as never, pick(random, ODD) as never);
  return 'ok';
}
