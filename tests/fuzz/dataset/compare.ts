import type { FaceDataset } from '@fer/dataset';
import { readNaively } from './naive-csv.ts';

/**
 * Holds what was loaded against the naive reading of the same bytes: each row that was not skipped must be there, with
 * its own pixels, label and split.
 *
 * @returns `ok`, or `ok, strict` if a row was skipped that the naive reader takes
 */
export function compareWithNaive(dataset: FaceDataset, csv: Uint8Array): string {
  const rows = readNaively(csv);
  if (rows === undefined) throw new Error('finding: loaded without a header');
  const skipped = new Set(dataset.skipped.rows.map(({ row }) => row - 1));
  const kept = rows.filter((_, index) => !skipped.has(index));
  if (kept.length !== dataset.count) throw new Error(`finding: ${dataset.count} rows of ${kept.length}`);
  for (const [index, row] of kept.entries()) {
    if (row === undefined) throw new Error(`finding: row ${index + 1} was taken, and is bad`);
    const { labels, splits, images } = dataset;
    if (labels[index] !== row.label || splits[index] !== row.split)
      throw new Error(`finding: row ${index + 1} has label ${labels[index]} and split ${splits[index]}`);
    const pixels = images.subarray(index * 2304, (index + 1) * 2304);
    if (row.pixels.some((level, place) => level !== pixels[place]))
      throw new Error(`finding: row ${index + 1} has other pixels`);
  }
  return [...skipped].some((index) => rows[index] !== undefined) ? 'ok, strict' : 'ok';
}
