import { toTerminal } from '../render/printable.ts';
import type { Terminal } from '../terminal.ts';
import {
  type ProgressState,
  type ProgressUnit,
  renderProgressBar,
  renderProgressText,
} from './progress-line.ts';
import { RateMeter } from './rate-meter.ts';

/** Shows how far something is. Nothing is drawn but in `update`, so it needs no timer and no cleaning up. */
export interface Progress {
  /** @param details further facts, such as the loss */
  update(done: number, details?: string): void;
  /** Takes the bar away; may be called twice. */
  finish(): void;
}

export interface ProgressOptions {
  readonly label: string;
  readonly unit: ProgressUnit;
  readonly total?: number;
  /** What was done before, by a training that is resumed, say; it does not count for the rate. Default: 0. */
  readonly startAt?: number;
}

/** A bar on a terminal appears after this, so that short work does not flicker. */
const BAR_AFTER_MS = 300;
const BAR_EVERY_MS = 100;
/** Without a terminal there are lines now and then, and none for work of under two seconds. */
const LINE_AFTER_MS = 2000;
const LINE_EVERY_MS = 15_000;

const ERASE_LINE = '\r\x1b[K';

/** Shows progress on stderr: a bar on a terminal, plain lines elsewhere. */
export function createProgress(
  { stderr, now }: Pick<Terminal, 'stderr' | 'now'>,
  { label, unit, total, startAt = 0 }: ProgressOptions,
): Progress {
  const start = now();
  const meter = new RateMeter(start, startAt);
  const onTerminal = stderr.isTTY === true;
  const afterMs = onTerminal ? BAR_AFTER_MS : LINE_AFTER_MS;
  const everyMs = onTerminal ? BAR_EVERY_MS : LINE_EVERY_MS;
  let shownAt: number | undefined;

  return {
    update(done, details) {
      const at = now();
      meter.add(at, done);
      if (at - start < afterMs) return;
      if (shownAt !== undefined && at - shownAt < everyMs) return;
      shownAt = at;
      const state: ProgressState = { label, unit, total, done, rate: meter.rate, details };
      stderr.write(
        onTerminal
          ? `\r${toTerminal(renderProgressBar(state, stderr.columns ?? 80))}\x1b[K`
          : `${toTerminal(renderProgressText(state))}\n`,
      );
    },
    finish() {
      if (onTerminal && shownAt !== undefined) stderr.write(ERASE_LINE);
      shownAt = undefined;
    },
  };
}

/** Shows nothing. */
export const silentProgress: Progress = { update: () => {}, finish: () => {} };
