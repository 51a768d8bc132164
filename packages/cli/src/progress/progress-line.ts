import { renderBar } from '../render/bar.ts';
import { formatCount, formatRate, formatSeconds } from '../render/numbers.ts';

/** What is counted. Bytes are shown in megabytes. */
export type ProgressUnit = 'images' | 'bytes';

/** How far something is. */
export interface ProgressState {
  readonly label: string;
  readonly unit: ProgressUnit;
  readonly done: number;
  /** Absent where the end is not known. */
  readonly total?: number;
  /** Units a second; absent until it is known. */
  readonly rate?: number;
  /** Further facts, such as the loss. */
  readonly details?: string;
}

const BAR_WIDTH = 24;

/** One line for a terminal, cut to its width so that it never wraps. */
export function renderProgressBar(state: ProgressState, columns: number): string {
  const fraction = fractionOf(state);
  const bar = fraction === undefined ? '' : `▕${renderBar(fraction, BAR_WIDTH).padEnd(BAR_WIDTH)}▏`;
  return [state.label, bar, facts(state)]
    .filter(Boolean)
    .join(' ')
    .slice(0, columns - 1);
}

/** One line for a log. */
export function renderProgressText(state: ProgressState): string {
  return `${state.label}: ${facts(state)}`;
}

function facts(state: ProgressState): string {
  const { done, total, rate, unit, details } = state;
  const fraction = fractionOf(state);
  const amount = (value: number) =>
    unit === 'bytes' ? `${formatCount(value / 1e6)} MB` : `${formatCount(value)} images`;
  const speed = (value: number) =>
    unit === 'bytes' ? `${formatRate(value / 1e6)} MB/s` : `${formatRate(value)} images/s`;
  return [
    fraction === undefined ? amount(done) : `${Math.floor(fraction * 100)} %`,
    rate === undefined ? '' : speed(rate),
    rate === undefined || total === undefined ? '' : `${formatSeconds((total - done) / rate)} left`,
    details,
  ]
    .filter(Boolean)
    .join(' · ');
}

function fractionOf({ done, total }: ProgressState): number | undefined {
  return total === undefined || total === 0 ? undefined : Math.min(done / total, 1);
}
