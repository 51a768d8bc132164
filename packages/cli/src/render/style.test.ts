import { describe, expect, it } from 'vitest';
import { toTerminal } from './printable.ts';
import { createStyle } from './style.ts';

const screen = { write: () => {}, isTTY: true };
const file = { write: () => {} };

describe('createStyle', () => {
  it.each([
    ['a terminal', screen, {}, true],
    ['a file', file, {}, false],
    ['a terminal with NO_COLOR', screen, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR, which counts as none', screen, { NO_COLOR: '' }, true],
    ['a dumb terminal', screen, { TERM: 'dumb' }, false],
    ['a file with FORCE_COLOR', file, { FORCE_COLOR: '1' }, true],
    ['a terminal with FORCE_COLOR=0', screen, { FORCE_COLOR: '0' }, false],
    ['a file with FORCE_COLOR and NO_COLOR', file, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ])('knows whether to colour on %s', (_case, stream, env, coloured) => {
    expect(toTerminal(createStyle(stream, env)('red', 'x'))).toBe(coloured ? '\x1b[31mx\x1b[39m' : 'x');
  });
});
