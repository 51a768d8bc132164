import { createNetwork, type Network, nextTask } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { gatherRuns } from './gather-runs.ts';

/** Adds two numbers of each picture, and counts how many pictures come at once. */
function adder(together: number): { network: Network; counts: number[] } {
  const counts: number[] = [];
  const network = createNetwork({
    inputs: [
      { name: 'a', shape: [1] },
      { name: 'b', shape: [1] },
    ],
    outputs: [
      { name: 'sum', shape: [1] },
      { name: 'both', shape: [2] },
    ],
    batch: 32,
    together,
    compute([a, b], count) {
      counts.push(count);
      if (a!.includes(13)) throw new Error('no thirteen');
      return [
        a!.map((value, i) => value + b![i]!),
        Float32Array.from({ length: 2 * count }, (_, i) => a![i >> 1]!),
      ];
    },
    release: () => undefined,
  });
  return { network: gatherRuns(network), counts };
}

const feed = (value: number) => ({ a: Float32Array.of(value), b: Float32Array.of(100) });

describe('gatherRuns', () => {
  it('computes together what comes together, and gives each its own', async () => {
    const { network, counts } = adder(2);
    const outputs = await Promise.all([1, 2, 3, 4, 5].map((value) => network.run(feed(value), 1)));
    expect(outputs.map(({ sum }) => [...sum!])).toEqual([[101], [102], [103], [104], [105]]);
    expect(outputs.map(({ both }) => [...both!])).toEqual([1, 2, 3, 4, 5].map((value) => [value, value]));
    expect(counts).toEqual([2, 2, 1]);
    await network.run(feed(6), 1);
    expect(counts).toEqual([2, 2, 1, 1]);
  });

  it('waits for one turn of the event loop, and no longer', async () => {
    const { network, counts } = adder(4);
    const first = network.run(feed(1), 1);
    await Promise.resolve();
    const second = network.run(feed(2), 1);
    await Promise.all([first, second]);
    expect(counts).toEqual([2]);
    await network.run(feed(3), 1);
    await nextTask();
    await network.run(feed(4), 1);
    expect(counts).toEqual([2, 1, 1]);
  });

  it('leaves batches as they are', async () => {
    const { network, counts } = adder(2);
    const feeds = { a: Float32Array.of(1, 2, 3), b: new Float32Array(3) };
    expect([...(await network.run(feeds, 3)).sum!]).toEqual([1, 2, 3]);
    expect(counts).toEqual([3]);
  });

  it('blames on nobody what another one did', async () => {
    const { network } = adder(3);
    const [good, bad, odd] = await Promise.allSettled([
      network.run(feed(1), 1),
      network.run(feed(13), 1),
      network.run({ a: new Float32Array(7) } as never, 1),
    ]);
    expect(good).toMatchObject({ status: 'fulfilled' });
    expect(bad).toMatchObject({ reason: { message: 'no thirteen' } });
    expect(odd).toMatchObject({ reason: { code: 'FER_INVALID_ARGUMENT' } });
  });

  it('says so to all that wait when it is disposed of', async () => {
    const { network } = adder(2);
    const runs = Promise.allSettled([network.run(feed(1), 1), network.run(feed(2), 1)]);
    network.dispose();
    for (const run of await runs) expect(run).toMatchObject({ reason: { code: 'FER_DISPOSED' } });
  });
});
