import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const text = read('docs/responsible-use.md');
const named = [...text.matchAll(/^\| `(.+\.test\.ts)`, "(.+?)" \|/gm)].map(([, file, title]) => ({
  file: file!,
  title: title!,
}));

it('names the tests that show what stays on the device', () => expect(named).toHaveLength(4));

it.each(named)('names a test that there is: $title', ({ file, title }) => {
  expect(read(file)).toContain(`it('${title}'`);
});
