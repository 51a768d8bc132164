import { printable } from './printable.ts';
import { plainStyle, type Style } from './style.ts';

/** A column of a table. */
export interface TableColumn {
  readonly title: string;
  /** Default: `left`. */
  readonly align?: 'left' | 'right';
}

/** Gives a padded cell a colour; padding comes first, because colours have no width. */
export type StyleCell = (cell: string, row: number, column: number) => string;

/**
 * A table with a heading and columns as wide as their widest cell, two spaces apart.
 *
 * @returns its lines
 */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  { style = plainStyle, styleCell = (cell) => cell }: { style?: Style; styleCell?: StyleCell } = {},
): string[] {
  // Made printable first, since that makes them longer.
  const titles = columns.map(({ title }) => printable(title));
  const cells = rows.map((row) => row.map(printable));
  const widths = titles.map((title, index) =>
    Math.max(title.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const pad = (text: string, index: number) =>
    columns[index]!.align === 'right' ? text.padStart(widths[index]!) : text.padEnd(widths[index]!);
  const line = (padded: readonly string[]) => padded.join('  ').trimEnd();

  return [
    style('dim', line(titles.map(pad))),
    ...cells.map((row, rowIndex) =>
      line(columns.map((_, index) => styleCell(pad(row[index] ?? '', index), rowIndex, index))),
    ),
  ];
}
