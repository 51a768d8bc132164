/** A table of Markdown; numbers are aligned to the right. */
export function markdownTable(header: readonly string[], rows: readonly (string | number)[][]): string {
  const alignments = header.map((_, column) => (typeof rows[0]?.[column] === 'number' ? '---:' : '---'));
  return [header, alignments, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Three significant digits. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** `2.4×` */
export function times(ratio: number): string {
  return `${ratio.toPrecision(2)}×`;
}
