import { describe, expect, it } from 'vitest';
import { createNetwork } from './create-network.ts';

const inputs = [{ name: 'picture', shape: [2, 3, 1] }];
const outputs = [{ name: 'sum', shape: [] }];
const sumRows = (feed: Float32Array, count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) =>
    feed.subarray((i * feed.length) / count, ((i + 1) * feed.length) / count).reduce((a, b) => a + b, 0),
  );

function sumNetwork(batch = 2) {
  const counts: number[] = [];
  let released = 0;
  const network = createNetwork({
    inputs,
    outputs,
    batch,
    compute: ([feed], count) => {
      counts.push(count);
      return [sumRows(feed!, count)];
    },
    release: () => released++,
  });
  return { network, counts, released: () => released };
}

describe('createNetwork', () => {
  it('computes large batches in parts, by name and by the shorthand', async () => {
    const { network, counts } = sumNetwork();
    const pictures = Float32Array.from({ length: 30 }, (_, i) => i);
    const sums = [15, 51, 87, 123, 159];
    expect(await network.run({ picture: pictures }, 5)).toEqual({ sum: Float32Array.from(sums) });
    expect(Array.from(await network.predict(pictures, 5))).toEqual(sums);
    expect(counts).toEqual([2, 2, 1, 2, 2, 1]);
  });

  it.each<[unknown, unknown, string]>([
    [new Float32Array(6), 0, 'at least 1 image, a whole number, but came as 0'],
    [new Float32Array(6), 1.5, 'came as 1.5'],
    [new Float32Array(6), undefined, 'came as undefined'],
    [new Uint8Array(6), 1, 'must be a Float32Array'],
    [undefined, 1, 'must be a Float32Array'],
    [new Float32Array(7), 1, 'A batch of 1 images of 2×3×1 must have 6 numbers, but has 7'],
  ])('refuses %o as a batch of %s', async (pixels, batch, message) => {
    const { network, counts } = sumNetwork();
    const refusal = expect.objectContaining({
      code: 'FER_INVALID_ARGUMENT',
      message: expect.stringContaining(message),
    });
    await expect(network.predict(pixels as Float32Array, batch as number)).rejects.toEqual(refusal);
    await expect(network.run({ picture: pixels as Float32Array }, batch as number)).rejects.toEqual(refusal);
    expect(counts).toEqual([]);
  });

  it.each<[unknown, string]>([
    [{}, 'nothing'],
    [{ image: new Float32Array(6) }, 'another name'],
    [{ picture: new Float32Array(6), other: new Float32Array(6) }, 'one too many'],
    [null, 'null'],
  ])('refuses to be fed with %o: %s', async (feeds, _) => {
    const { network } = sumNetwork();
    await expect(network.run(feeds as never, 1)).rejects.toMatchObject({ code: 'FER_INVALID_ARGUMENT' });
  });

  it('has no shorthand where there are several inputs or outputs', async () => {
    const two = createNetwork({
      inputs,
      outputs: [...outputs, { name: 'more', shape: [1] }],
      batch: 1,
      compute: () => [new Float32Array(1), new Float32Array(1)],
      release: () => {},
    });
    await expect(two.predict(new Float32Array(6), 1)).rejects.toMatchObject({ code: 'FER_INVALID_ARGUMENT' });
    expect(Object.keys(await two.run({ picture: new Float32Array(6) }, 1))).toEqual(['sum', 'more']);
  });

  it('computes what it was given, whatever becomes of that while it waits', async () => {
    const network = createNetwork({
      inputs,
      outputs,
      batch: 1,
      compute: ([feed], count) => Promise.resolve([sumRows(feed!, count)]),
      release: () => {},
    });
    const pictures = new Float32Array(18).fill(1);
    const sums = network.predict(pictures, 3);
    pictures.fill(7);
    expect(Array.from(await sums)).toEqual([6, 6, 6]);
  });

  it('releases once, and computes nothing afterwards, not even the rest of a batch', async () => {
    const { network, counts, released } = sumNetwork(1);
    const waiting = createNetwork({
      inputs,
      outputs,
      batch: 1,
      compute: async ([feed], count) => [sumRows(feed!, count)],
      release: () => {},
    });
    const rest = waiting.predict(new Float32Array(12), 2);
    waiting.dispose();
    await expect(rest).rejects.toMatchObject({ code: 'FER_DISPOSED' });
    network.dispose();
    network.dispose();
    expect(released()).toBe(1);
    await expect(network.predict(new Float32Array(6), 1)).rejects.toMatchObject({ code: 'FER_DISPOSED' });
    expect(counts).toEqual([]);
  });
});
