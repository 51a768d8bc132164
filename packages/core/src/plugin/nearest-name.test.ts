import { expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

it.each([
  ['wsam', ['wasm', 'webgl'], 'wasm'],
  ['tutorial_cnn', ['mini-xception', 'tutorial-cnn'], 'tutorial-cnn'],
  ['CPU', ['node', 'cpu'], 'cpu'],
  ['gpu', ['cpu'], 'cpu'],
  ['webgpu', ['wasm', 'cpu'], undefined],
  ['x', [], undefined],
])('%s among %j is %s', (given, names, expected) => {
  expect(nearestName(given, names)).toBe(expected);
});

it('compares a text of megabytes with nothing', () => {
  expect(nearestName('x'.repeat(2 ** 24), ['wasm', 'cpu'])).toBeUndefined();
});
