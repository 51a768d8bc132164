import type { Json } from '@fer/core';
import type { Teacher } from './teachers.ts';
import type { TrainingOptions } from './train-options.ts';

/** Paths of this machine, which say nothing elsewhere. */
const OF_THIS_MACHINE = new Set(['data', 'cache', 'ferplus', 'teacher'] satisfies (keyof TrainingOptions)[]);

/**
 * The options of a training for the manifest of its weights, from which `--config` reads them again. Teachers are named
 * by what they are, not by where they lay.
 */
export function recordedOptions(
  options: TrainingOptions,
  teachers: readonly Teacher[] = [],
): { readonly [option: string]: Json } {
  const ours = Object.entries(options).filter(([name]) => !(OF_THIS_MACHINE as Set<string>).has(name));
  return {
    ...Object.fromEntries(ours),
    ...(teachers.length > 0 && { teacher: teachers.map(({ record }) => ({ ...record })) }),
  };
}
