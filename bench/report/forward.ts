import type { ForwardResult } from '../competition.ts';
import { markdownTable, round, times } from './markdown.ts';

/** A row for each network and batch, a column for each system: median milliseconds an image, and as a multiple of ours. */
export function forwardTable(results: readonly ForwardResult[]): string {
  const columns = [...new Set(results.map(columnOf))];
  const cases = [...new Set(results.map(caseOf))];
  const rows = cases.map((name) => {
    const all = results.filter((result) => caseOf(result) === name);
    const ours = all[0]!;
    return [
      name,
      ...columns.map((column) => {
        const result = all.find((candidate) => columnOf(candidate) === column);
        if (result === undefined) return '';
        const ms = round(result.ms.median / result.batch);
        return result === ours ? `**${ms}**` : `${ms} (${times(result.ms.median / ours.ms.median)})`;
      }),
    ];
  });
  return markdownTable(['ms an image', ...columns], rows);
}

function caseOf({ network, batch }: ForwardResult): string {
  return `${network}, batch ${batch}`;
}

function columnOf({ system, threads }: ForwardResult): string {
  return `${system}, ${threads} thread${threads === 1 ? '' : 's'}`;
}
