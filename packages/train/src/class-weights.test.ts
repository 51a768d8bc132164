import { expect, it } from 'vitest';
import { balancedClassWeights } from './class-weights.ts';

it('balances as scikit-learn', () => {
  // compute_class_weight('balanced') is n / (classes × count).
  expect(balancedClassWeights([10, 30, 60])).toEqual([100 / 30, 100 / 90, 100 / 180]);
});

it('leaves classes without images out', () => {
  expect(balancedClassWeights([10, 0, 30])).toEqual([2, 0, 40 / 60]);
});
