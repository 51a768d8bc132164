import { describe, expect, it } from 'vitest';
import { printable, toJson, toTerminal, toTerminalBlock } from './printable.ts';
import { createStyle } from './style.ts';

/** All that must not reach a terminal raw. */
const HOSTILE = '\x1b[2J\x07\r\n\t\x7f\x9b\u200f\u2028\u202e\u2066';
const ESCAPED = '\\x1b[2J\\x07\\r\\n\\t\\x7f\\x9b\\u200f\\u2028\\u202e\\u2066';

describe('printable', () => {
  it('spells out what a terminal would obey or hide', () => {
    expect(printable(`a${HOSTILE}b`)).toBe(`a${ESCAPED}b`);
  });

  it('leaves all other text alone, and its own output, too', () => {
    for (const text of ['grüße 怒り 👩‍🚀.png', 'back\\slash', '', ESCAPED])
      expect(printable(text)).toBe(text);
  });
});

describe('what leaves for the terminal', () => {
  const red = createStyle({ write: () => {}, isTTY: true }, {});

  it('keeps our colours and nobody else’s', () => {
    expect(toTerminal(`${red('red', 'x\x1b[31m')} \x1b[31my`)).toBe('\x1b[31mx\\x1b[31m\x1b[39m \\x1b[31my');
  });

  it('sets further lines in, so that none passes for a line of ours', () => {
    expect(toTerminalBlock('a\nhint b\n  c\rd')).toBe('a\n  hint b\n  c\\rd');
  });
});

it('JSON means the same and is safe to look at', () => {
  const value = { [HOSTILE]: `a${HOSTILE}` };
  const json = toJson(value);
  expect(JSON.parse(json)).toEqual(value);
  expect(json.replaceAll('\n', '')).toBe(printable(json.replaceAll('\n', '')));
});
