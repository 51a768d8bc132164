import { expect, it } from 'vitest';
import { EMOTIONS } from './emotion.ts';
import { findBadLabel } from './labels.ts';

it.each([[EMOTIONS], [['gelangweilt', '退屈', 'a b', '😀'.repeat(256)]], [[]]])('takes %j', (labels) => {
  expect(findBadLabel(labels)).toBeUndefined();
});

it.each([
  [['a', ''], 1, '1 to 256'],
  [['a\u001b[2J'], 0, 'control'],
  [['\ud800'], 0, 'control'],
  [['x'.repeat(257)], 0, '256'],
  [['a', 7], 1, 'text'],
  [['a', 'b', 'a'], 2, 'twice'],
  [['__proto__'], 0, '__proto__'],
])('refuses %j', (labels, index, problem) => {
  expect(findBadLabel(labels)).toEqual({ index, problem: expect.stringContaining(problem) });
});
