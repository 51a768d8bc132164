import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { opArgumentsSource } from '../scripts/op-arguments.ts';

it('is what the classes of assembly/ say (node --import tsx scripts/op-arguments.ts)', () => {
  const written = readFileSync(new URL('../src/steps/op-arguments.ts', import.meta.url), 'utf8');
  // As the formatter leaves it: white space, and commas at the end of lists.
  const bare = (text: string) => text.replace(/\s+/g, '').replace(/,(?=[\])}])/g, '');
  expect(bare(written)).toBe(bare(opArgumentsSource()));
});
