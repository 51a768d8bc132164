import { expect, it } from 'vitest';
import { missingPart, snippetsOf } from '../support/snippets.ts';

const snippets = snippetsOf(new URL('../../docs/embedding.md', import.meta.url));

it('shows code of fixtures and examples only', () => {
  expect(snippets.length).toBeGreaterThan(15);
  expect(snippets.filter(({ file }) => file === '')).toEqual([]);
});

it.each(snippets)('copies from $file', (snippet) => {
  const folder = snippet.file.startsWith('examples/') ? '../../' : './fixtures/';
  expect(missingPart(snippet, new URL(folder, import.meta.url))).toBeUndefined();
});
