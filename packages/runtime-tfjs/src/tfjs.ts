import { memoizePromise } from '@fer/core';
import type * as TfCore from '@tensorflow/tfjs-core';
import type * as TfLayers from '@tensorflow/tfjs-layers';

/** The tfjs libraries. Over a megabyte of script, so they are loaded only when something runs on them. */
export interface Tfjs {
  readonly core: typeof TfCore;
  readonly layers: typeof TfLayers;
}

export const importTfjs = memoizePromise(async (): Promise<Tfjs> => {
  const [core, layers] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@tensorflow/tfjs-layers'),
  ]);
  return { core, layers };
});
