import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const text = readFileSync(new URL('../../docs/embedding.md', import.meta.url), 'utf8');
const blocks = [...text.matchAll(/^```(\S*) ?(.*)\n([\s\S]*?)^```$/gm)].map(([, language, file, code]) => ({
  language,
  file: file!,
  // Lines may be left out of a block where it has an empty one.
  parts: code!.trim().split(/\n{2,}/),
}));

it('shows code of fixtures and examples only', () => {
  expect(blocks.length).toBeGreaterThan(15);
  expect(blocks.filter(({ file }) => file === '')).toEqual([]);
});

it.each(blocks)('copies from $file', ({ file, parts }) => {
  const folder = file.startsWith('examples/') ? '../..' : './fixtures';
  const source = unindented(readFileSync(new URL(`${folder}/${file}`, import.meta.url), 'utf8'));
  let end = 0;
  for (const part of parts) {
    const found = source.indexOf(unindented(part), end);
    expect(found, part).toBeGreaterThanOrEqual(end);
    end = found + unindented(part).length - 1;
  }
});

/** Whole lines, without the space before them. */
function unindented(lines: string): string {
  return `\n${lines.replaceAll(/^ +/gm, '').trim()}\n`;
}
