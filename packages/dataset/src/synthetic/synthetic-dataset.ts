import { assertOptions, createRandom, describeValue, EMOTIONS, FerError } from '@fer/core';
import { type FaceDataset, SPLITS, type Split } from '../face-dataset.ts';
import { MOST_FACES } from '../limits.ts';
import { SYNTHETIC_STREAM } from '../streams.ts';
import { drawFace, FACE_SIZE } from './draw-face.ts';

export interface SyntheticDatasetOptions extends Partial<Record<Split, number>> {
  /** Any integer; its lower 32 bits count. */
  readonly seed: number;
}

/** How many faces each split has by default: as many of each emotion, about three seconds' work in all. */
export const SYNTHETIC_COUNTS: Readonly<Record<Split, number>> = {
  training: 2100,
  public: 350,
  private: 350,
};

const SYNTHETIC_OPTIONS = { seed: true, training: true, public: true, private: true } satisfies Record<
  keyof SyntheticDatasetOptions,
  true
>;

/**
 * A data set of drawn faces, 48×48, in the same form as FER2013 and without any download: to try things out, for tests
 * and for demonstrations. No real face looks like them, so what is trained on them knows nothing about people.
 *
 * The emotions take turns, so that any run of seven faces has all of them. A face depends on the seed, its split and
 * its place there alone: a longer data set starts with the faces of a shorter one.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for a count that is none, or if there are no faces at all
 */
export function createSyntheticDataset(options: SyntheticDatasetOptions): FaceDataset {
  assertOptions(options ?? null, SYNTHETIC_OPTIONS, 'createSyntheticDataset');
  if (!Number.isSafeInteger(options.seed)) throw invalid('seed', 'a whole number', options.seed);
  const counts = SPLITS.map((split) => options[split] ?? SYNTHETIC_COUNTS[split]);
  counts.forEach((count, split) => {
    if (!(Number.isSafeInteger(count) && count >= 0))
      throw invalid(SPLITS[split]!, 'a whole number, 0 or more', count);
  });
  const count = counts.reduce((total, faces) => total + faces, 0);
  if (count > MOST_FACES) throw invalid('training, public, private', `at most ${MOST_FACES} together`, count);
  if (count === 0) throw invalid('training, public, private', 'more than 0 together', 0);

  const area = FACE_SIZE * FACE_SIZE;
  const images = new Uint8Array(count * area);
  const labels = new Uint8Array(count);
  const splits = new Uint8Array(count);
  let row = 0;
  counts.forEach((faces, split) => {
    for (let place = 0; place < faces; place++, row++) {
      const label = place % EMOTIONS.length;
      const seed = createRandom(options.seed, SYNTHETIC_STREAM, split, place).integer(2 ** 32);
      images.set(drawFace({ emotion: EMOTIONS[label]!, seed }).data, row * area);
      labels[row] = label;
      splits[row] = split;
    }
  });
  return {
    name: 'synthetic',
    width: FACE_SIZE,
    height: FACE_SIZE,
    count,
    images,
    labels,
    splits,
    source: { location: 'synthetic' },
    skipped: { count: 0, rows: [] },
  };
}

function invalid(option: string, expected: string, value: unknown): FerError {
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `createSyntheticDataset: \`${option}\` must be ${expected}, but is ${describeValue(value)}.`,
    { details: { option, value } },
  );
}
