import { describe, expect, it } from 'vitest';
import { scheduleFromOptions } from './schedule.ts';

describe('scheduleFromOptions', () => {
  it.each([
    ['constant', 20, { type: 'constant' }],
    ['cosine', 20, { type: 'cosine' }],
    ['step', 20, { type: 'step', everyEpochs: 7 }],
    ['step', 1, { type: 'step', everyEpochs: 1 }],
    ['plateau', 20, { type: 'plateau', patience: 3 }],
  ] as const)('makes %s of %d epochs', (schedule, epochs, expected) => {
    expect(scheduleFromOptions({ schedule, epochs, warmup: 0.1 })).toEqual({
      ...expected,
      warmupFraction: 0.1,
    });
  });

  it('ends a cosine where it is asked to', () => {
    const options = { schedule: 'cosine', epochs: 20, warmup: 0.1, finalRate: 0 } as const;
    expect(scheduleFromOptions(options)).toEqual({ type: 'cosine', warmupFraction: 0.1, finalFactor: 0 });
  });
});
