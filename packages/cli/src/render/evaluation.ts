import type { OtherEvaluation, SplitEvaluation } from '../evaluation/evaluate-split.ts';
import { renderConfusionMatrix } from './confusion-matrix.ts';
import { formatCount, formatEstimate, formatPercent, formatPoints, formatPValue } from './numbers.ts';
import { FER2013_SPLITS, type SplitNames } from './split-names.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';

/** The score as a whole, by class, and what was taken for what. */
export function renderEvaluation(
  evaluation: SplitEvaluation,
  style: Style,
  names: SplitNames = FER2013_SPLITS,
): string[] {
  const { labels, confusionMatrix, tta, withoutCopies, against } = evaluation;
  return [
    renderHeadline(evaluation, style, names),
    renderDetails(evaluation),
    renderCoverage(evaluation),
    ...(tta ? [`with ${tta.kind}: ${renderTop1(tta, style)} · ${renderDetails(tta)}`] : []),
    ...(withoutCopies
      ? [
          `without the ${formatCount(withoutCopies.leftOut)} images that Training holds too: ${renderTop1(withoutCopies, style)}`,
        ]
      : []),
    ...(against ? renderComparison(against, style) : []),
    '',
    ...renderClasses(evaluation, style),
    '',
    ...renderConfusionMatrix(labels, confusionMatrix, style),
  ];
}

function renderHeadline(evaluation: SplitEvaluation, style: Style, names: SplitNames): string {
  const { split, labelSource, count } = evaluation;
  const voted = labelSource === 'ferplus' ? ' by FER+' : '';
  return `${style('bold', names[split])}${voted}, ${formatCount(count)} images: ${renderTop1(evaluation, style)}`;
}

type Figures = Pick<
  SplitEvaluation,
  'top1' | 'balancedAccuracy' | 'loss' | 'intervals' | 'calibration' | 'temperature' | 'untempered'
>;

function renderTop1({ top1, intervals }: Figures, style: Style): string {
  return style(['bold', 'green'], `${formatEstimate(top1, intervals.top1)} right`);
}

function renderDetails({ balancedAccuracy, intervals, loss, ...figures }: Figures): string {
  const { calibration, temperature, untempered } = figures;
  const before = untempered
    ? ` (${formatPercent(untempered.calibration.expectedError)} without the temperature ${temperature})`
    : '';
  return [
    `balanced accuracy ${formatEstimate(balancedAccuracy, intervals.balancedAccuracy)}`,
    `loss ${loss.toFixed(3)}`,
    `calibration error ${formatPercent(calibration.expectedError)}${before}`,
  ].join(' · ');
}

function renderCoverage({ selective }: SplitEvaluation): string {
  const parts = selective
    .filter(({ coverage }) => coverage < 1)
    .map(({ coverage, accuracy }) => `${Math.round(100 * coverage)} %: ${formatPercent(accuracy)}`);
  return parts.length === 0 ? 'all are equally sure' : `right of the surest ${parts.join(' · ')}`;
}

function renderComparison(other: OtherEvaluation, style: Style): string[] {
  const { difference, interval, onlyA, onlyB, pValue } = other.comparison;
  const [low, high] = interval.map(formatPoints);
  return [
    `against ${other.weights}, ${formatEstimate(other.top1, other.intervals.top1)} right: ` +
      `${style('bold', `${formatPoints(difference)} points`)} (${low} to ${high}), McNemar p ${formatPValue(pValue)}`,
    `only these are right on ${formatCount(onlyA)} images, only those on ${formatCount(onlyB)}`,
  ];
}

function renderClasses({ perClass }: SplitEvaluation, style: Style): string[] {
  const columns = [
    { title: 'class' },
    ...['images', 'recall', 'precision', 'F1'].map((title) => ({ title, align: 'right' as const })),
  ];
  const rows = perClass.map(({ label, support, recall, precision, f1 }) => [
    label,
    formatCount(support),
    ...[recall, precision, f1].map(formatPercent),
  ]);
  return renderTable(columns, rows, { style });
}
