import { builtinDecoders, definePlugin } from '@fer/core';
import { miniXception } from './architectures/mini-xception.ts';
import { tutorialCnn } from './architectures/tutorial-cnn.ts';
import { cpu } from './runtimes/cpu.ts';
import { createNodeRuntime } from './runtimes/node.ts';
import { wasm } from './runtimes/wasm.ts';
import { webgl } from './runtimes/webgl.ts';
import { bundled } from './weights/sources/bundled.ts';
import { directory } from './weights/sources/directory.ts';
import { url } from './weights/sources/url.ts';

/** What comes with this package. It goes through the same door as a third party's plugin. */
export const builtinPlugin = definePlugin({
  name: '@fer/model',
  apiVersion: 1,
  contributes: {
    architectures: [tutorialCnn, miniXception],
    weightsSources: [bundled, url, directory],
    decoders: builtinDecoders.contributes.decoders,
    runtimes: [wasm, webgl, createNodeRuntime(), cpu],
  },
});
