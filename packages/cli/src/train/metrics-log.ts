import { appendFileSync, readFileSync } from 'node:fs';
import type { TrainProgress } from '@fer/train';
import { outputFailed } from '../errors/output-failed.ts';
import { replaceFile } from './replace-file.ts';

/** A line of `metrics.jsonl`. */
export interface MetricsEntry {
  /** From 0. */
  readonly epoch: number;
  readonly [metric: string]: unknown;
}

/**
 * Writes what a training tells into its log: a line for each epoch. JSON lines, so that a training that is killed
 * leaves all finished epochs behind; written at once, so that it is there before the epoch's checkpoint.
 *
 * @throws FerError `FER_OUTPUT_FAILED`
 */
export function logMetrics(file: string, event: TrainProgress): void {
  if (event.type === 'start') rewindMetrics(file, event.resumedFrom?.epoch ?? 0);
  if (event.type !== 'epoch') return;
  const { type: _, ...record } = event;
  appendMetrics(file, record);
}

export function appendMetrics(file: string, entry: MetricsEntry): void {
  try {
    appendFileSync(file, `${JSON.stringify(entry)}\n`);
  } catch (error) {
    throw outputFailed(file, error);
  }
}

/**
 * Drops what a resumed training will do again: a kill may have come after an epoch was logged and before its
 * checkpoint, or in the middle of a line.
 *
 * @param nextEpoch the first epoch that is to come
 */
export function rewindMetrics(file: string, nextEpoch: number): void {
  const kept = readLines(file).filter((line) => {
    const epoch = epochOf(line);
    return epoch !== undefined && epoch < nextEpoch;
  });
  replaceFile(file, kept.map((line) => `${line}\n`).join(''));
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function epochOf(line: string): number | undefined {
  try {
    const { epoch } = JSON.parse(line) as Partial<MetricsEntry>;
    return typeof epoch === 'number' ? epoch : undefined;
  } catch {
    return undefined;
  }
}
