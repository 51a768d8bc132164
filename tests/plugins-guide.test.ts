import { expect, it } from 'vitest';
import { missingPart, snippetsOf } from './support/snippets.ts';

const root = new URL('..', import.meta.url);
const snippets = snippetsOf(new URL('docs/plugins.md', root));

it('shows code only that tests build and run', () => {
  expect(snippets.length).toBeGreaterThan(8);
  const others = snippets.filter(({ file }) => !/^(examples\/custom-plugin|tests\/consumer)\//.test(file));
  expect(others).toEqual([]);
});

it.each(snippets)('copies from $file', (snippet) => {
  expect(missingPart(snippet, root)).toBeUndefined();
});
