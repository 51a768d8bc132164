import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { messageOf } from './message-of.ts';

const hostile = Object.defineProperty({}, 'message', {
  get() {
    throw new Error('odd');
  },
});

it.each([
  [new Error(' it failed\n'), 'it failed'],
  [runInNewContext('new TypeError("elsewhere")'), 'elsewhere'],
  ['a text', 'a text'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{ message: 7 }, 'an object'],
  [hostile, 'an object'],
  [Object.create(null), 'an object'],
  [Symbol('odd'), 'Symbol(odd)'],
])('%# is told in words', (thrown, expected) => {
  expect(messageOf(thrown)).toBe(expected);
});
