import { assertOptions, definePlugin } from '@fer/core';
import { type Assets, createPackagedSource } from '@fer/model';
import { WEIGHTS_FILES } from './weights-files.ts';

export interface PretrainedOptions {
  /**
   * Where the files are: the address of a copy of this package's folder `assets`, or a function that gives a file by its
   * name. Default: beside this package.
   */
  readonly assets?: Assets;
}

/**
 * The weights of this package as a plugin, with its files somewhere else.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` for an unknown option
 */
export function createPlugin(options: PretrainedOptions = {}) {
  assertOptions(options, { assets: true }, 'createPlugin');
  const source = createPackagedSource({
    id: 'pretrained',
    packageName: '@fer/pretrained',
    weights: WEIGHTS_FILES,
    assets: options.assets,
    advice: 'give its address in `plugins: [createPlugin({ assets })]`',
  });
  return definePlugin({
    name: '@fer/pretrained',
    apiVersion: 1,
    contributes: { weightsSources: [source] },
  });
}

/**
 * The weights of this package, by id. Node finds them without it, too; a page needs it.
 *
 * ```ts
 * const fer = await createRecognizer({ weights: 'tutorial-cnn', plugins: [plugin] });
 * ```
 */
export const plugin = createPlugin();
