import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatEstimate,
  formatPercent,
  formatPoints,
  formatPValue,
  formatRate,
  formatSeconds,
} from './numbers.ts';

describe('numbers', () => {
  it.each([
    [0, '0:00'],
    [59.4, '0:59'],
    [59.6, '1:00'],
    [82, '1:22'],
    [3599, '59:59'],
    [4000, '1:06:40'],
    [400_000, '4 d 15 h'],
  ])('shows %d seconds as %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });

  it('shows bytes in the unit that fits', () => {
    expect([967_123, 2_971_662, 123_456_789].map(formatBytes)).toEqual(['967 kB', '3.0 MB', '123 MB']);
  });

  it('groups thousands', () => {
    expect(formatCount(28_709)).toBe('28,709');
  });

  it('shows percentages to a tenth', () => {
    expect(formatPercent(0.5742)).toBe('57.4 %');
    expect(formatPercent(1)).toBe('100.0 %');
  });

  it('shows an estimate with its interval', () => {
    expect(formatEstimate(0.617, [0.601, 0.633])).toBe('61.7 % (60.1–63.3)');
  });

  it('shows differences with their sign', () => {
    expect([0.0165, -0.02, 0.0001, -0.0001].map(formatPoints)).toEqual(['+1.7', '−2.0', '0.0', '0.0']);
  });

  it('shows how likely luck is', () => {
    expect([0.0214, 1, 0.0009].map(formatPValue)).toEqual(['= 0.021', '= 1.000', '< 0.001']);
  });

  it('shows slow rates with more digits', () => {
    expect([0.254, 7.44, 1204.2].map(formatRate)).toEqual(['0.25', '7.4', '1,204']);
  });
});
