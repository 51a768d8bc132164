import { FerError } from '@fer/core';
import type { TrainConfig } from './config.ts';

/**
 * @param saved from a checkpoint
 * @param current what the options of now come to
 * @throws FerError `FER_CHECKPOINT_MISMATCH` that names the first setting that differs, and both its values
 */
export function assertSameConfig(saved: TrainConfig, current: TrainConfig, location: string): void {
  // Through JSON, as the saved one has been: what JSON leaves out or rounds must not count.
  const difference = firstDifference(saved, JSON.parse(JSON.stringify(current)), '');
  if (difference === undefined) return;
  const { key, saved: expected, current: received } = difference;
  throw new FerError(
    'FER_CHECKPOINT_MISMATCH',
    `The training in ${location} was begun with another \`${key}\`: ${show(expected)}, and now it is ${show(received)}. ` +
      'A training is resumed with the settings it was begun with; to change them, start a new one from its weights ' +
      '(`initialWeights`).',
    { details: { location, key, expected, received } },
  );
}

interface Difference {
  readonly key: string;
  readonly saved: unknown;
  readonly current: unknown;
}

function firstDifference(saved: unknown, current: unknown, key: string): Difference | undefined {
  if (!isObject(saved) || !isObject(current)) {
    return Object.is(saved, current) ? undefined : { key, saved, current };
  }
  for (const name of new Set([...Object.keys(saved), ...Object.keys(current)])) {
    const path = key === '' ? name : `${key}.${name}`;
    const found = firstDifference(saved[name], current[name], path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Arrays too: their indices are keys. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  const text = value === undefined ? 'not set' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
