import {
  abortable,
  assertOptions,
  assertSignal,
  availableCores,
  describeValue,
  type Emotion,
  FerError,
  type ImageSource,
} from '@fer/core';
import type { RecognizedFace } from './face-result.ts';

export interface RecognizeManyOptions {
  /** How many pictures are looked at at once, and read ahead of what was taken. Default: one for each core and eight more. */
  readonly concurrency?: number;
  /** Ends it: what waits for the next result gets the reason. */
  readonly signal?: AbortSignal;
}

const OPTIONS = { concurrency: true, signal: true } as const satisfies Record<
  keyof RecognizeManyOptions,
  true
>;

/** So many that some are decoded and the faces of others wait for each other while faces are looked for in one. */
const GATHERED = 8;

/** Highest `concurrency`: beyond this it is a mistake. */
const MOST = 1024;

/** What was found in one of many pictures, or why nothing could be. */
export type PictureResult<Source = ImageSource, Label extends string = Emotion> =
  | {
      /** Its place among the sources, from 0. */
      readonly index: number;
      readonly source: Source;
      readonly faces: readonly RecognizedFace<Label>[];
      readonly error?: undefined;
    }
  | {
      readonly index: number;
      readonly source: Source;
      readonly faces?: undefined;
      readonly error: FerError;
    };

/** Looks at one picture, as `recognize`. */
type Look<Label extends string> = (
  source: ImageSource,
  signal: AbortSignal,
) => Promise<readonly RecognizedFace<Label>[]>;

/**
 * Looks at many pictures, some at once.
 *
 * @returns one result for each source, in order; `return` stops what is at work
 */
export async function* recognizeMany<Source extends ImageSource, Label extends string>(
  look: Look<Label>,
  sources: Iterable<Source> | AsyncIterable<Source>,
  options: RecognizeManyOptions = {},
): AsyncGenerator<PictureResult<Source, Label>, void, undefined> {
  assertOptions(options, OPTIONS, 'recognizeMany');
  const { concurrency = availableCores() + GATHERED, signal } = options;
  assertConcurrency(concurrency);
  assertSignal(signal, 'recognizeMany');
  signal?.throwIfAborted();
  const iterator = iteratorOf(sources);
  /** One for each picture that is looked at: Node warns of one signal that many listen to. */
  const looking = new Set<AbortController>();
  let count = 0;
  let isOver = false;
  let isStopped = false;
  let reading: Promise<Source | typeof END> = Promise.resolve(END);

  /** After those that were asked for before. */
  const read = () => {
    const before = reading;
    reading = (async () => {
      await before;
      if (isOver) return END;
      let hasMore = false;
      try {
        const { done, value } = await iterator.next();
        hasMore = !done;
        return hasMore ? value : END;
      } finally {
        isOver ||= !hasMore;
      }
    })();
    return reading;
  };
  const next = async (index: number): Promise<PictureResult<Source, Label> | undefined> => {
    const source = await read();
    if (source === END || isStopped) return undefined;
    const stop = new AbortController();
    looking.add(stop);
    try {
      return { index, source, faces: await look(source, stop.signal) };
    } catch (error) {
      if (FerError.isInstance(error) && error.code !== 'FER_DISPOSED') return { index, source, error };
      throw error;
    } finally {
      looking.delete(stop);
    }
  };

  const ahead: Promise<PictureResult<Source, Label> | undefined>[] = [];
  try {
    while (true) {
      while (ahead.length < concurrency && !isOver) {
        const result = next(count++);
        // Until its turn comes nobody listens.
        result.catch(() => {});
        ahead.push(result);
      }
      const result = await abortable(ahead.shift() ?? Promise.resolve(undefined), signal);
      if (result === undefined) return;
      yield result;
    }
  } finally {
    isStopped = true;
    for (const stop of looking) stop.abort(signal?.reason);
    if (!isOver) {
      isOver = true;
      // Not waited for: a source that gives nothing any more would keep us.
      void Promise.resolve(iterator.return?.()).catch(() => {});
    }
  }
}

const END = Symbol('end');

function iteratorOf<Source>(
  sources: Iterable<Source> | AsyncIterable<Source>,
): Iterator<Source> | AsyncIterator<Source> {
  if (typeof sources === 'object' && sources !== null) {
    if (Symbol.asyncIterator in sources) return sources[Symbol.asyncIterator]();
    if (Symbol.iterator in sources) return sources[Symbol.iterator]();
  }
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `recognizeMany: the sources must be an array of pictures or another (async) iterable, but are ${describeValue(sources)}.`,
  );
}

function assertConcurrency(concurrency: unknown): void {
  if (Number.isInteger(concurrency) && (concurrency as number) >= 1 && (concurrency as number) <= MOST)
    return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `recognizeMany: \`concurrency\` must be a whole number from 1 to ${MOST}, but is ${describeValue(concurrency)}.`,
    { details: { option: 'concurrency', value: concurrency } },
  );
}
