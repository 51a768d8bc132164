import type { Json } from '@fer/core';
import type { RecordedWeights } from './recorded-weights.ts';
import type { Teacher } from './teachers.ts';
import type { TrainingOptions } from './train-options.ts';

/** Paths of this machine, which say nothing elsewhere. */
const OF_THIS_MACHINE = new Set([
  'data',
  'cache',
  'ferplus',
  'from',
  'teacher',
] satisfies (keyof TrainingOptions)[]);

/**
 * The options of a training for the manifest of its weights, from which `--config` reads them again. Weights are named
 * by what they are, not by where they lay.
 */
export function recordedOptions(
  options: TrainingOptions,
  teachers: readonly Teacher[] = [],
  from?: RecordedWeights,
): { readonly [option: string]: Json } {
  const ours = Object.entries(options).filter(([name]) => !(OF_THIS_MACHINE as Set<string>).has(name));
  return {
    ...Object.fromEntries(ours),
    ...(from && { from: { ...from.record } }),
    ...(teachers.length > 0 && { teacher: teachers.map(({ record }) => ({ ...record })) }),
  };
}
