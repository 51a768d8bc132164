import { describeValue } from '../describe-value.ts';
import { FerError } from '../errors.ts';
import type { Endpoint, Network } from '../extension-points/runtime.ts';
import { sizeOf } from '../size-of.ts';
import { typedArrayName } from '../typed-array-name.ts';

/** What an engine brings for one network. */
export interface NetworkParts {
  readonly inputs: readonly Endpoint[];
  readonly outputs: readonly Endpoint[];
  /** Pictures that are computed at once at most; larger batches come in parts. */
  readonly batch: number;
  /** As of `Network`. */
  readonly together?: number;
  /**
   * Computes `count` pictures. Calls may overlap.
   *
   * @param feeds in the order of `inputs`, `[count, …shape]`; must not be written to, nor read once it has returned
   * @returns in the order of `outputs`; it is copied at once, and may be written over by the next call
   */
  compute(
    feeds: readonly Float32Array[],
    count: number,
  ): readonly Float32Array[] | Promise<readonly Float32Array[]>;
  /** Frees everything; called once. Computations may still be under way. */
  release(): void;
}

/**
 * A network for `Runtime.load`: checks what it is given, cuts large batches, and refuses to work once it is disposed of.
 */
export function createNetwork(parts: NetworkParts): Network {
  const { inputs, outputs, batch: most, together = 1 } = parts;
  let isDisposed = false;

  const compute = async (given: readonly Float32Array[], batch: number): Promise<Float32Array[]> => {
    const results = outputs.map(({ shape }) => new Float32Array(batch * sizeOf(shape)));
    let feeds = given;
    for (let first = 0; first < batch; first += most) {
      if (isDisposed) throw disposed();
      const count = Math.min(most, batch - first);
      const part = (feed: Float32Array, { shape }: Endpoint): Float32Array =>
        count === batch ? feed : feed.subarray(first * sizeOf(shape), (first + count) * sizeOf(shape));
      const computing = parts.compute(
        feeds.map((feed, index) => part(feed, inputs[index]!)),
        count,
      );
      if (!isComputed(computing) && feeds === given && first + count < batch) {
        // The caller may write into them as soon as control returns to it.
        feeds = given.map((feed) => feed.slice());
      }
      // What is computed already must not wait for a turn of the event loop, in which others would overwrite it.
      const computed = isComputed(computing) ? computing : await computing;
      for (const [index, result] of results.entries()) {
        result.set(computed[index]!, first * sizeOf(outputs[index]!.shape));
      }
    }
    return results;
  };

  return {
    inputs,
    outputs,
    together,
    async run(feeds, batch) {
      if (isDisposed) throw disposed();
      const ordered = orderFeeds(feeds, batch, inputs);
      const results = await compute(ordered, batch);
      return Object.fromEntries(outputs.map(({ name }, index) => [name, results[index]!]));
    },
    async predict(pixels, batch) {
      if (isDisposed) throw disposed();
      if (inputs.length !== 1 || outputs.length !== 1) throw noShorthand(inputs, outputs);
      assertFeed(pixels, batch, inputs[0]!);
      const [result] = await compute([pixels], batch);
      return result!;
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      parts.release();
    },
  };
}

function isComputed(result: ReturnType<NetworkParts['compute']>): result is readonly Float32Array[] {
  return Array.isArray(result);
}

function orderFeeds(feeds: unknown, batch: number, inputs: readonly Endpoint[]): Float32Array[] {
  const names = inputs.map(({ name }) => name);
  const given = typeof feeds === 'object' && feeds !== null ? Object.keys(feeds) : [];
  const odd = given.find((name) => !names.includes(name)) ?? names.find((name) => !given.includes(name));
  if (odd !== undefined || typeof feeds !== 'object' || feeds === null) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `The network must be fed with ${names.join(', ')}, no more and no less, but got ${given.join(', ') || describeValue(feeds)}.`,
      { details: { expected: names, received: given } },
    );
  }
  return inputs.map((input) => {
    const feed = (feeds as Record<string, unknown>)[input.name];
    assertFeed(feed, batch, input);
    return feed;
  });
}

function assertFeed(feed: unknown, batch: unknown, { name, shape }: Endpoint): asserts feed is Float32Array {
  if (!Number.isInteger(batch) || (batch as number) < 1) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `A batch must have at least 1 image, a whole number, but came as ${describeValue(batch)}.`,
      { details: { batch } },
    );
  }
  const details = { input: name, batch };
  if (typedArrayName(feed) !== 'Float32Array') {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `What is fed to '${name}' must be a Float32Array, NHWC, but is ${describeValue(feed)}.`,
      { details },
    );
  }
  const expected = (batch as number) * sizeOf(shape);
  const received = (feed as Float32Array).length;
  if (received === expected) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `A batch of ${batch} images of ${shape.join('×')} must have ${expected} numbers, but has ${received}.`,
    { details: { ...details, expected, received } },
  );
}

function noShorthand(inputs: readonly Endpoint[], outputs: readonly Endpoint[]): FerError {
  const names = (ends: readonly Endpoint[]) => ends.map(({ name }) => name).join(', ');
  return new FerError(
    'FER_INVALID_ARGUMENT',
    `\`predict\` is for networks of one input and one output, but this one has ${names(inputs)} and ${names(outputs)}. Use \`run\`.`,
    { details: { inputs, outputs } },
  );
}

function disposed(): FerError {
  return new FerError(
    'FER_DISPOSED',
    'This network was disposed of and cannot predict any more. Load it again.',
  );
}
