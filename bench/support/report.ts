import { writeFileSync } from 'node:fs';
import type { Machine } from './machine.ts';

/** What a benchmark comes to: written as JSON, read by `bench/report.ts`. */
export interface Report<Result> {
  readonly bench: string;
  readonly machine: Machine;
  readonly options: Readonly<Record<string, unknown>>;
  readonly results: readonly Result[];
}

/**
 * Prints a report as a table and, if asked, writes it as JSON.
 *
 * @param file where the JSON goes
 */
export function writeReport<Result>(
  report: Report<Result>,
  file: string | undefined,
  toRows: (results: readonly Result[]) => object[],
): void {
  const { machine } = report;
  console.log(
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node} (V8 ${machine.v8}), ${machine.simd}, ` +
      `load ${machine.loadAverage[0]}, ${machine.date}`,
  );
  console.table(toRows(report.results));
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}
