import { definePlugin } from '@fer/core';
import { standardAugmentation, strongAugmentation } from './presets.ts';

/** The augmentations that come with this package; they take `PresetOptions`. */
export const builtinAugmentations = definePlugin({
  name: '@fer/dataset',
  apiVersion: 1,
  contributes: {
    augmentations: [
      {
        id: 'standard',
        apiVersion: 1,
        description: 'mirrors and moves: no gray level is changed',
        create: standardAugmentation,
      },
      {
        id: 'strong',
        apiVersion: 1,
        description: 'also turns, zooms, lights and covers a part',
        create: strongAugmentation,
      },
    ],
  },
});
