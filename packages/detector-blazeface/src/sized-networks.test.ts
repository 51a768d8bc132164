import type { Network } from '@fer/core';
import { expect, it } from 'vitest';
import { SizedNetworks } from './sized-networks.ts';

/** Networks that say whether they were disposed of, and the sizes that were asked for. */
function trial(fails: () => boolean = () => false) {
  const disposed: string[] = [];
  const asked: string[] = [];
  const networkOf = (name: string) => ({ name, dispose: () => disposed.push(name) }) as unknown as Network;
  const first = { size: { width: 4, height: 3 }, network: networkOf('4') };
  const networks = new SizedNetworks(first, async ({ width }) => {
    asked.push(`${width}`);
    if (fails()) throw new Error('not now');
    return networkOf(`${width}`);
  });
  return { networks, first: first.network, disposed, asked };
}

it('loads a network once for each size, and the first not at all', async () => {
  const { networks, first, asked, disposed } = trial();
  expect(await networks.for({ width: 4, height: 3 })).toBe(first);
  const size = { width: 3, height: 4 };
  const [one, other] = await Promise.all([networks.for(size), networks.for({ ...size })]);
  expect(one).toBe(other);
  expect(asked).toEqual(['3']);
  networks.dispose();
  expect(disposed).toEqual(['4', '3']);
});

it('tries again after a failure', async () => {
  let fails = true;
  const { networks, asked } = trial(() => fails);
  await expect(networks.for({ width: 5, height: 5 })).rejects.toThrow('not now');
  fails = false;
  await networks.for({ width: 5, height: 5 });
  expect(asked).toEqual(['5', '5']);
});

it('disposes of a network that comes too late', async () => {
  const { networks, disposed } = trial();
  const late = networks.for({ width: 5, height: 5 });
  networks.dispose();
  await late;
  expect(disposed).toEqual(['4', '5']);
});
