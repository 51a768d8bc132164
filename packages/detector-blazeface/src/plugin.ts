import { assertOptions, definePlugin, describeValue, FerError } from '@fer/core';
import { type Assets, createPackagedSource } from '@fer/model';
import { createBlazeFace } from './blazeface.ts';
import { WEIGHTS_FILES } from './weights-files.ts';

export interface BlazeFaceOptions {
  /** Places with less confidence, 0..1, count as no face. Default 0.5: lower finds more faces, and more that are none. */
  readonly minConfidence?: number;
  /** Of more the most confident ones. Default: all. */
  readonly maxFaces?: number;
  /**
   * Where the network is: the address of a copy of this package's folder `assets`, or a function that gives a file by its
   * name. Default: beside this package.
   */
  readonly assets?: Assets;
}

const OPTIONS = {
  minConfidence: true,
  maxFaces: true,
  assets: true,
} as const satisfies Record<keyof BlazeFaceOptions, true>;

/**
 * The detector `blazeface` as a plugin, with options.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for options that are not sound
 */
export function createPlugin(options: BlazeFaceOptions = {}) {
  assertOptions(options, OPTIONS, 'createPlugin');
  const { minConfidence = 0.5, maxFaces = Number.POSITIVE_INFINITY, assets } = options;
  assertLimit(
    'minConfidence',
    minConfidence,
    minConfidence >= 0 && minConfidence <= 1,
    'a number from 0 to 1',
  );
  const isCount = maxFaces >= 1 && (Number.isInteger(maxFaces) || maxFaces === Number.POSITIVE_INFINITY);
  assertLimit('maxFaces', maxFaces, isCount, 'a whole number from 1');
  const source = createPackagedSource({
    id: 'detector-blazeface',
    packageName: '@fer/detector-blazeface',
    weights: WEIGHTS_FILES,
    assets,
    advice: 'give its address in `plugins: [createPlugin({ assets })]`',
  });
  return definePlugin({
    name: '@fer/detector-blazeface',
    apiVersion: 1,
    contributes: { detectors: [createBlazeFace(source, { minConfidence, maxFaces })] },
  });
}

/**
 * The detector `blazeface`. `createRecognizer` in Node finds it where it is installed; a page needs the plugin.
 *
 * ```ts
 * const fer = await createRecognizer({ plugins: [plugin] });
 * ```
 */
export const plugin = createPlugin();

function assertLimit(option: string, value: unknown, isSound: boolean, expected: string): void {
  if (typeof value === 'number' && isSound) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `createPlugin: \`${option}\` must be ${expected}, but is ${describeValue(value)}.`,
    { details: { option, value } },
  );
}
