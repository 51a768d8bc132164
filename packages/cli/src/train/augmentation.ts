import { type Augmentation, standardAugmentation, strongAugmentation } from '@fer/dataset';
import type { TrainingOptions } from './train-options.ts';

const PRESETS = { standard: standardAugmentation, strong: strongAugmentation } as const;

/** The augmentation that `--augment`, `--augment-strength` and the strengths of transforms ask for. */
export function augmentationFromOptions(options: TrainingOptions): Augmentation | undefined {
  const {
    augment,
    augmentStrength: strength,
    flip,
    rotate,
    zoom,
    shift,
    brightness,
    contrast,
    erase,
  } = options;
  if (augment === 'none') return undefined;
  return PRESETS[augment]({ strength, flip, rotate, zoom, shift, brightness, contrast, erase });
}
