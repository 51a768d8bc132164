import { expect, it } from 'vitest';
import { connectedGroups } from './connected-groups.ts';

it('joins what pairs link, also through others, and leaves the rest out', () => {
  const pairs = [
    [8, 2],
    [5, 6],
    [2, 4],
    [9, 8],
    [6, 5],
  ] as const;
  expect(connectedGroups(10, pairs)).toEqual([
    [2, 4, 8, 9],
    [5, 6],
  ]);
});

it('has no groups without pairs', () => {
  expect(connectedGroups(3, [])).toEqual([]);
});
