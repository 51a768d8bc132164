import { describe, expect, it } from 'vitest';
import { afterEpoch, type PlateauState, rateFactor, type Schedule } from './schedule.ts';

/** The factors of 10 epochs of 2 steps. */
function factors(schedule: Schedule, plateauFactor = 1): number[] {
  return Array.from({ length: 20 }, (_, step) =>
    rateFactor(schedule, { step, stepsPerEpoch: 2, epochs: 10, plateauFactor }),
  );
}

describe('rateFactor', () => {
  it('stays with constant', () => {
    expect(new Set(factors({ type: 'constant' }))).toEqual(new Set([1]));
  });

  it('rises evenly to 1 in a warm-up', () => {
    const actual = factors({ type: 'constant', warmupFraction: 0.2 });
    expect(actual.slice(0, 4)).toEqual([1 / 5, 2 / 5, 3 / 5, 4 / 5]);
    expect(new Set(actual.slice(4))).toEqual(new Set([1]));
  });

  it('falls along half a cosine', () => {
    // Keras 3.15.1: CosineDecay(0.1, 10, alpha=0.05) at steps 0, 3, 5 and 9.
    const keras = { 0: 0.10000000149, 3: 0.080419801, 5: 0.052499998, 9: 0.007324817 };
    for (const [step, expected] of Object.entries(keras)) {
      const position = { step: Number(step), stepsPerEpoch: 5, epochs: 2, plateauFactor: 1 };
      expect(0.1 * rateFactor({ type: 'cosine', finalFactor: 0.05 }, position)).toBeCloseTo(expected, 7);
    }
  });

  it('begins the cosine after the warm-up and ends at the final factor', () => {
    const actual = factors({ type: 'cosine', warmupFraction: 0.1, finalFactor: 0.2 });
    expect(actual[2]).toBe(1);
    expect(actual[11]).toBeCloseTo(0.6, 12); // half of the 18 steps that are left
    const end = rateFactor(
      { type: 'cosine', finalFactor: 0.2 },
      { step: 20, stepsPerEpoch: 2, epochs: 10, plateauFactor: 1 },
    );
    expect(end).toBeCloseTo(0.2, 12);
  });

  it('falls in steps', () => {
    const actual = factors({ type: 'step', everyEpochs: 3, factor: 0.5 });
    expect(actual.slice(0, 6)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(actual.slice(6, 12)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(actual[19]).toBe(0.125);
  });

  it('takes the factor of the plateau', () => {
    expect(new Set(factors({ type: 'plateau', patience: 2 }, 0.25))).toEqual(new Set([0.25]));
  });
});

describe('afterEpoch', () => {
  const follow = (schedule: Schedule, improvements: boolean[]): PlateauState[] => {
    let state: PlateauState = { factor: 1, wait: 0 };
    return improvements.map((improved) => {
      state = afterEpoch(schedule, state, improved);
      return state;
    });
  };

  it('reduces after as many epochs without improvement as the patience, then waits anew', () => {
    const schedule: Schedule = { type: 'plateau', patience: 2, factor: 0.1, minimumFactor: 0.005 };
    const factors = follow(schedule, [true, false, true, false, false, false, false, false, false, true]).map(
      ({ factor }) => factor,
    );
    expect(factors).toEqual([1, 1, 1, 1, 0.1, 0.1, 0.1 * 0.1, 0.1 * 0.1, 0.005, 0.005]);
  });

  it('leaves other schedules alone', () => {
    expect(follow({ type: 'constant' }, [false, false])).toEqual([
      { factor: 1, wait: 0 },
      { factor: 1, wait: 0 },
    ]);
  });
});
