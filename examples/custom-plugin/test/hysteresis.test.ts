import { expect, it } from 'vitest';
import { hysteresis } from '../src/index.ts';

const happy = { happy: 0.75, sad: 0.25 };
const sad = { happy: 0.125, sad: 0.875 };

it('changes the emotion after holdMs without a break', () => {
  const { update } = hysteresis.create({ holdMs: 100 });
  const at = (timestamp: number, scores: typeof happy) => update({ id: 1, timestamp, scores });
  expect(at(0, happy)).toEqual(happy);
  expect(at(50, sad)).toEqual({ happy: 0.875, sad: 0.125 });
  expect(at(149, sad)).toEqual({ happy: 0.875, sad: 0.125 });
  expect(at(150, sad)).toEqual(sad);
  // A break begins the time anew.
  at(160, happy);
  at(250, sad);
  expect(at(261, happy)).toEqual({ happy: 0.25, sad: 0.75 });
  expect(at(361, happy)).toEqual(happy);
});

it('refuses a time that is none', () => {
  expect(() => hysteresis.create({ holdMs: -1 })).toThrow(
    '`holdMs` must be a number of ms from 0, but is -1',
  );
});
