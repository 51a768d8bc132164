import { describe, expect, it } from 'vitest';
import { renderBar } from './bar.ts';

describe('renderBar', () => {
  it.each([
    [0, ''],
    [1, '████'],
    [0.5, '██'],
    [0.53125, '██▏'],
    [0.7, '██▊'],
    [-1, ''],
    [7, '████'],
  ])('draws %d', (fraction, bar) => {
    expect(renderBar(fraction, 4)).toBe(bar);
  });
});
