import type { TrainingResult } from '../training-step.ts';
import { markdownTable, round } from './markdown.ts';

/** A row for each batch size. */
export function trainingTable(results: readonly TrainingResult[]): string {
  return markdownTable(
    [
      'system',
      'threads',
      'batch',
      'ms a step',
      'images/s',
      'fastest step, images/s',
      'RSS, MiB',
      'WASM heap, MiB',
    ],
    results.map(({ system, threads, batch, ms, rssBytes, wasmBytes }) => [
      system,
      threads,
      batch,
      Math.round(ms.median),
      round((batch / ms.median) * 1000),
      round((batch / ms.minimum) * 1000),
      mebibytes(rssBytes),
      mebibytes(wasmBytes),
    ]),
  );
}

/** After the first step, the second and the last. */
function mebibytes(values: readonly number[]): string {
  return values.map((bytes) => Math.round(bytes / 2 ** 20)).join(' → ');
}
