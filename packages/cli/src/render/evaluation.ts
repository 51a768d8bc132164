import type { SplitEvaluation } from '../evaluation/evaluate-split.ts';
import { renderConfusionMatrix } from './confusion-matrix.ts';
import { formatCount, formatPercent } from './numbers.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';

/** What people call the splits. */
const SPLIT_NAMES = { training: 'Training', public: 'PublicTest', private: 'PrivateTest' } as const;

/** The score as a whole, by class, and what was taken for what. */
export function renderEvaluation(evaluation: SplitEvaluation, style: Style): string[] {
  const { split, count, top1, balancedAccuracy, loss, calibration, labels, confusionMatrix } = evaluation;
  return [
    `${style('bold', SPLIT_NAMES[split])}, ${formatCount(count)} images: ${style(['bold', 'green'], `${formatPercent(top1)} right`)}`,
    `balanced accuracy ${formatPercent(balancedAccuracy)} · loss ${loss.toFixed(3)} · calibration error ${formatPercent(calibration.expectedError)}`,
    '',
    ...renderClasses(evaluation, style),
    '',
    ...renderConfusionMatrix(labels, confusionMatrix, style),
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
