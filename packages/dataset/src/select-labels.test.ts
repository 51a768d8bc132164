import { expect, it } from 'vitest';
import { selectLabels } from './select-labels.ts';
import { createSyntheticDataset } from './synthetic/synthetic-dataset.ts';

const whole = createSyntheticDataset({ seed: 1, training: 14, public: 7, private: 0 });

it('keeps the rows of these labels, in order, and numbers them anew', () => {
  const some = selectLabels(whole, ['neutral', 'angry']);
  expect(some).toMatchObject({ count: 6, labelNames: ['neutral', 'angry'] });
  expect([...some.labels]).toEqual([1, 0, 1, 0, 1, 0]);
  expect([...some.splits]).toEqual([0, 0, 0, 0, 1, 1]);
  const area = 48 * 48;
  expect(some.images.subarray(area, 2 * area)).toEqual(whole.images.subarray(6 * area, 7 * area));
  const [angry] = [selectLabels(some, ['angry'])];
  expect([...angry.labels]).toEqual([0, 0, 0]);
});

it.each([
  [['happy', 'bored'], 'FER_INVALID_ARGUMENT', 'must be one of angry'],
  [['happy', 'happy'], 'FER_INVALID_ARGUMENT', 'twice'],
])('refuses %j', (names, code, message) => {
  expect(() => selectLabels(whole, names)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});

it('names a label that no image has', () => {
  const few = createSyntheticDataset({ seed: 1, training: 3, public: 0, private: 0 });
  expect(() => selectLabels(few, ['angry', 'neutral'])).toThrow(
    expect.objectContaining({
      code: 'FER_DATA_EMPTY',
      details: expect.objectContaining({ label: 'neutral' }),
    }),
  );
});
