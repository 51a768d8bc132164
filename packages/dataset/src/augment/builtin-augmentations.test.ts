import { augmentationContract } from '@fer/core/test';
import { describe, it } from 'vitest';
import { builtinAugmentations } from './builtin-augmentations.ts';

describe.each(builtinAugmentations.contributes.augmentations)('$id', (augmentation) => {
  for (const { name, run } of augmentationContract(augmentation)) it(name, run);
});
