import type { PhotosResult } from '../photos.ts';
import { markdownTable, round } from './markdown.ts';

/** A row for each contender and size. */
export function photosTable(results: readonly PhotosResult[]): string {
  return markdownTable(
    [
      'photos',
      'contender',
      'photos/s',
      'best',
      'CPU ms a photo',
      'cores busy',
      'peak RSS, MiB',
      'faces found, of drawn',
    ],
    results.map(({ size, contender, photos, bytes, ms, cpuMs, coresBusy, ...row }) => [
      `${size.replace('x', '×')}, ${Math.round(bytes / photos / 1000)} kB`,
      contender,
      round((photos / ms.median) * 1000),
      round((photos / ms.minimum) * 1000),
      round(cpuMs.median / photos),
      round(coresBusy),
      Math.round(row.peakRssBytes / 2 ** 20),
      row.facesFound === undefined ? '' : `${row.facesFound} of ${row.facesDrawn}`,
    ]),
  );
}
