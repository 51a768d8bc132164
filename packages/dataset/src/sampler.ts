import { createRandom, describeValue, FerError } from '@fer/core';
import { shuffledIndices } from './shuffle.ts';
import { DRAW_STREAM } from './streams.ts';

/** One place of a batch: which image stands there, and a number that no other use of this image has. */
export interface Place {
  readonly image: number;
  readonly pass: number;
}

/** Says which images make up a step; a pure function of epoch and step. */
export interface Sampler {
  readonly stepsPerEpoch: number;
  /** @throws FerError `FER_INVALID_ARGUMENT` if there is no such epoch or step */
  places(epoch: number, step: number): Place[];
}

export interface SamplerOptions {
  readonly batchSize: number;
  readonly seed: number;
  readonly sampling: 'shuffle' | 'random';
  readonly stepsPerEpoch?: number;
  readonly dropRemainder: boolean;
}

/** @throws FerError `FER_INVALID_ARGUMENT` for options out of range */
export function createSampler(count: number, options: SamplerOptions): Sampler {
  const { batchSize, seed, sampling, dropRemainder } = options;
  assertWhole('seed', seed, Number.MIN_SAFE_INTEGER);
  assertWhole('batchSize', batchSize, 1);
  if (options.stepsPerEpoch !== undefined) assertWhole('stepsPerEpoch', options.stepsPerEpoch, 1);

  const endsWithPass = sampling === 'shuffle' && options.stepsPerEpoch === undefined;
  const filled = endsWithPass && dropRemainder ? Math.floor(count / batchSize) : Math.ceil(count / batchSize);
  const stepsPerEpoch = options.stepsPerEpoch ?? filled;
  if (stepsPerEpoch === 0) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `createBatches: ${count} images fill no batch of ${batchSize}, and \`dropRemainder\` leaves out a short one. ` +
        'Choose a smaller `batchSize` or keep the remainder.',
      { details: { count, batchSize, dropRemainder } },
    );
  }

  const place = sampling === 'shuffle' ? shuffledPlaces(count, seed) : drawnPlaces(count, seed);
  // An epoch that ends with its pass may be shorter in places than its batches hold.
  const placesPerEpoch = endsWithPass ? count : stepsPerEpoch * batchSize;
  return {
    stepsPerEpoch,
    places(epoch, step) {
      assertWhole('epoch', epoch, 0);
      assertWhole('step', step, 0, stepsPerEpoch - 1);
      const start = step * batchSize;
      const size = Math.min(batchSize, placesPerEpoch - start);
      const first = epoch * placesPerEpoch + start;
      return Array.from({ length: size }, (_, i) => place(first + i));
    },
  };
}

/** Every image once a pass, in an order of the pass's own. */
function shuffledPlaces(count: number, seed: number): (position: number) => Place {
  // Only the latest order is kept: a batch crosses from one pass into the next once, and it can always be made again.
  let kept: { pass: number; order: Uint32Array } = { pass: -1, order: new Uint32Array() };
  return (position) => {
    const pass = Math.floor(position / count);
    if (kept.pass !== pass) kept = { pass, order: shuffledIndices(count, seed, pass) };
    return { image: kept.order[position % count]!, pass };
  };
}

/** Any image at any place. */
function drawnPlaces(count: number, seed: number): (position: number) => Place {
  return (position) => ({
    image: createRandom(seed, DRAW_STREAM, position).integer(count),
    pass: position,
  });
}

function assertWhole(name: string, value: number, low: number, high = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= low && value <= high) return;
  const range =
    high < Number.MAX_SAFE_INTEGER
      ? ` from ${low} to ${high}`
      : low > 1 - 2 ** 53
        ? ` of at least ${low}`
        : '';
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `createBatches: \`${name}\` must be a whole number${range}, but is ${describeValue(value)}.`,
    {
      details: { option: name, value },
    },
  );
}
