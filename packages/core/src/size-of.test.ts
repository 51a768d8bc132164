import { expect, it } from 'vitest';
import { sizeOf } from './size-of.ts';

it('multiplies all sizes', () => {
  expect(sizeOf([2, 3, 4])).toBe(24);
  expect(sizeOf([])).toBe(1);
  expect(sizeOf([5, 0])).toBe(0);
});
