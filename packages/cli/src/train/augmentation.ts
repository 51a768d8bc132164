import type { Augmentation, Registry } from '@fer/core';
import type { TrainingOptions } from './train-options.ts';

/**
 * The augmentation that `--augment`, `--augment-strength` and the strengths of transforms ask for.
 *
 * @throws FerError `FER_UNKNOWN_ID` if no plugin gives it; `FER_INVALID_ARGUMENT` for a strength that it does not have
 */
export function augmentationFromOptions(
  options: TrainingOptions,
  { augmentations }: Pick<Registry, 'augmentations'>,
): Augmentation | undefined {
  const { augment, augmentStrength, flip, rotate, zoom, shift, brightness, contrast, erase } = options;
  if (augment === 'none') return undefined;
  const strengths = { strength: augmentStrength, flip, rotate, zoom, shift, brightness, contrast, erase };
  const given = Object.entries(strengths).filter(([, value]) => value !== undefined);
  return augmentations.get(augment).create(Object.fromEntries(given));
}
