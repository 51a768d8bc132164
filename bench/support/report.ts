import { writeFileSync } from 'node:fs';
import type { Machine } from './machine.ts';

/** What a benchmark comes to: written as JSON, read by `bench/report.ts`. */
export interface Report<Result> {
  readonly bench: string;
  readonly machine: Machine;
  readonly options: Readonly<Record<string, unknown>>;
  readonly results: readonly Result[];
}

export function printMachine({ cpu, cores, engine, v8, simd, loadAverage, date }: Machine): void {
  console.log(
    `${cpu}, ${cores} cores, ${engine} (V8 ${v8}), ${simd}, load ${loadAverage[0]}, ${date.slice(0, 16)}`,
  );
}

/** @param file where it goes; nowhere if nobody asked for it */
export function writeJson(report: Report<unknown>, file: string | undefined): void {
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

/** Prints a report as a table and, if asked, writes it as JSON. */
export function writeReport<Result>(
  report: Report<Result>,
  file: string | undefined,
  toRows: (results: readonly Result[]) => object[],
): void {
  printMachine(report.machine);
  console.table(toRows(report.results));
  writeJson(report, file);
}
