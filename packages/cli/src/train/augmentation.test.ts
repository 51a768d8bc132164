import { createRegistry } from '@fer/core';
import { builtinAugmentations } from '@fer/dataset';
import { expect, it } from 'vitest';
import { augmentationFromOptions } from './augmentation.ts';
import type { TrainingOptions } from './train-options.ts';

const given: unknown[] = [];
const theirs = {
  id: 'theirs',
  apiVersion: 1,
  description: 'for tests',
  create(options?: object) {
    given.push(options);
    return { record: { name: 'theirs' }, apply() {} };
  },
} as const;
const registry = createRegistry([
  { name: 'theirs', apiVersion: 1, contributes: { augmentations: [theirs] } },
  builtinAugmentations,
]);
const made = (options: Partial<TrainingOptions>) =>
  augmentationFromOptions(options as TrainingOptions, registry);

it("makes a plugin's with the strengths that were given, and no others", () => {
  expect(made({ augment: 'theirs', augmentStrength: 0.5, rotate: 3 })?.record).toEqual({ name: 'theirs' });
  expect(given).toEqual([{ strength: 0.5, rotate: 3 }]);
});

it('makes those that are built in, or none', () => {
  expect(made({ augment: 'standard', rotate: 3 })?.record.transforms).toContainEqual({
    name: 'rotate',
    maxDegrees: 3,
  });
  expect(made({ augment: 'none' })).toBeUndefined();
});

it('knows no others', () => {
  expect(() => made({ augment: 'thiers' })).toThrow(
    expect.objectContaining({ code: 'FER_UNKNOWN_ID', message: expect.stringContaining('"theirs"') }),
  );
});
