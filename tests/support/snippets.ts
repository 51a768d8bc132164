import { readFileSync } from 'node:fs';

/** A block of code in a document. */
export interface Snippet {
  readonly language: string;
  /** What stands behind the language: the file that it is copied from. */
  readonly file: string;
  /** Lines may be left out of a block where it has an empty one. */
  readonly parts: readonly string[];
}

/** The blocks of code of a document. */
export function snippetsOf(document: URL): Snippet[] {
  const text = readFileSync(document, 'utf8');
  return [...text.matchAll(/^```(\S*) ?(.*)\n([\s\S]*?)^```$/gm)].map(([, language, file, code]) => ({
    language: language!,
    file: file!,
    parts: code!.trim().split(/\n{2,}/),
  }));
}

/** The first part that does not stand in the file after those before it, whole lines whatever the space before them. */
export function missingPart({ file, parts }: Snippet, folder: URL): string | undefined {
  const source = unindented(readFileSync(new URL(file, folder), 'utf8'));
  let end = 0;
  for (const part of parts) {
    const found = source.indexOf(unindented(part), end);
    if (found < 0) return part;
    end = found + unindented(part).length - 1;
  }
  return undefined;
}

function unindented(lines: string): string {
  return `\n${lines.replaceAll(/^ +/gm, '').trim()}\n`;
}
