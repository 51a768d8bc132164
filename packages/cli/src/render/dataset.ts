import {
  type DatasetStatistics,
  type DuplicateReport,
  type DuplicateSummary,
  type FaceDataset,
  type ImageStatistics,
  type SkippedRows,
  SPLITS,
} from '@fer/dataset';
import { formatCount } from './numbers.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';

/** Skipped rows that are shown one by one. */
const ROWS_SHOWN = 5;

/** What a data set is and where it came from. */
export function renderSource({ name, source, width, height }: FaceDataset, style: Style): string[] {
  const { location, checksum, recognisedAs } = source;
  const known =
    recognisedAs === undefined
      ? style('dim', '(not a published file)')
      : `${style('green', 'recognised')}: ${recognisedAs}`;
  return [
    `${style('bold', name)}  ${location}  ${width}×${height} pixels`,
    ...(checksum === undefined ? [] : [`${checksum.algorithm.toUpperCase()} ${checksum.value}  ${known}`]),
  ];
}

/** Images of each class, in columns for the splits. */
export function renderClassCounts(statistics: DatasetStatistics<string>, style: Style): string[] {
  const parts = [...SPLITS.map((split) => statistics.splits[split]), statistics];
  const row = (title: string, count: (part: ImageStatistics<string>) => number) => [
    title,
    ...parts.map((part) => formatCount(count(part))),
  ];
  const names = Object.keys(statistics.classes);
  const rows = names.map((name) => row(name, ({ classes }) => classes[name]!));
  if (statistics.unlabelled > 0) rows.push(row('unlabelled', ({ unlabelled }) => unlabelled));
  rows.push(row('all', ({ count }) => count));

  const columns = [{ title: '' }, ...[...SPLITS, 'all'].map((title) => ({ title, align: 'right' as const }))];
  return renderTable(columns, rows, {
    style,
    styleCell: (cell, index) => (index === rows.length - 1 ? style('bold', cell) : cell),
  });
}

/** What was left out, and why. */
export function renderSkipped({ count, rows }: SkippedRows, style: Style): string[] {
  if (count === 0) return [];
  const shown = rows.slice(0, ROWS_SHOWN).map(({ row, reason }) => `  row ${row}: ${reason}`);
  const more = count > shown.length ? [`  and ${formatCount(count - shown.length)} more`] : [];
  return ['', style('yellow', `${formatCount(count)} rows were left out:`), ...shown, ...more];
}

/** How many images are there more than once, and where. */
export function renderDuplicates(report: DuplicateReport, style: Style): string[] {
  const { constant, sharedWithTraining } = report;
  const inTraining = (['public', 'private'] as const)
    .map((split) => `${formatCount(sharedWithTraining[split].length)} of ${split}`)
    .join(', ');
  return [
    style('bold', 'Duplicates'),
    ...renderDuplicateSummary('the same', report.exact),
    ...renderDuplicateSummary('alike', report.near),
    `Images with a duplicate in training: ${inTraining}.`,
    ...(constant.length > 0 ? [`Images of one gray level: ${formatCount(constant.length)}.`] : []),
  ];
}

function renderDuplicateSummary(
  kind: string,
  { groups, rows, contradictory, pairs }: DuplicateSummary,
): string[] {
  const places = Object.entries(pairs).map(
    ([splits, count]) => `${splits.replace('-', ' and ')} ${formatCount(count)}`,
  );
  return [
    `Images that are ${kind}: ${formatCount(rows)} in ${formatCount(groups.length)} groups, ${formatCount(contradictory)} of them with different labels.`,
    ...(places.length > 0 ? [`  Pairs within or between: ${places.join(', ')}.`] : []),
  ];
}
