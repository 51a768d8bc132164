import { describe, expect, it } from 'vitest';
import { RateMeter } from './rate-meter.ts';

describe('RateMeter', () => {
  it('knows no rate before something is done', () => {
    const meter = new RateMeter(0, 0);
    expect(meter.rate).toBeUndefined();
    meter.add(500, 0);
    expect(meter.rate).toBeUndefined();
  });

  it('counts from where a resumed work starts', () => {
    const meter = new RateMeter(0, 1000);
    meter.add(2000, 1100);
    expect(meter.rate).toBe(50);
  });

  it('forgets what is longer ago than ten seconds', () => {
    const meter = new RateMeter(0, 0);
    for (let second = 1; second <= 10; second++) meter.add(second * 1000, second);
    for (let second = 11; second <= 30; second++) meter.add(second * 1000, 10 + (second - 10) * 100);
    expect(meter.rate).toBeCloseTo(100, 6);
  });
});
