import type { Assets } from '@fer/backend-wasm/inference';
import type { WeightsSource } from '@fer/core';
import { BUNDLED_FILES } from '../../bundled-files.ts';
import { createPackagedSource } from './packaged.ts';

/**
 * The weights that come with this package, by id: `fer-net`.
 *
 * @param assets where their files are; default: beside this package
 */
export function createBundledSource(assets?: Assets): WeightsSource {
  return createPackagedSource({
    id: 'bundled',
    packageName: '@fer/model',
    weights: BUNDLED_FILES,
    assets,
    advice: 'give its address as `assets`, or give `embeddedAssets` of @fer/model/embedded as `assets`',
  });
}
