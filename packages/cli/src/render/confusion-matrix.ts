import { formatCount } from './numbers.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';

/**
 * A confusion matrix as a table: a row for each true label, a column for each answer.
 *
 * @param matrix `[true][predicted]`, counts
 */
export function renderConfusionMatrix(
  labels: readonly string[],
  matrix: readonly (readonly number[])[],
  style: Style,
): string[] {
  const columns = [{ title: 'is \\ named' }, ...labels.map((title) => ({ title, align: 'right' as const }))];
  const rows = matrix.map((counts, row) => [labels[row]!, ...counts.map(formatCount)]);
  return renderTable(columns, rows, {
    style,
    styleCell: (cell, row, column) => {
      if (column === 0) return cell;
      if (column === row + 1) return style(['bold', 'green'], cell);
      return matrix[row]![column - 1] === 0 ? style('dim', cell) : cell;
    },
  });
}
