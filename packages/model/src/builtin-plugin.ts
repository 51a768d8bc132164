import type { Assets, CompiledModule } from '@fer/backend-wasm/inference';
import { builtinDecoders, definePlugin } from '@fer/core';
import { ferNet } from './architectures/fer-net.ts';
import { miniXception } from './architectures/mini-xception.ts';
import { tutorialCnn } from './architectures/tutorial-cnn.ts';
import { cpu } from './runtimes/cpu.ts';
import { createWasmRuntime, wasm } from './runtimes/wasm.ts';
import { createBundledSource } from './weights/sources/bundled.ts';
import { directory } from './weights/sources/directory.ts';
import { pretrained } from './weights/sources/pretrained.ts';
import { url } from './weights/sources/url.ts';

/** Where the files of this package are found; default: beside it. */
export interface AssetOptions {
  readonly assets?: Assets;
  readonly wasmUrl?: string | URL;
  readonly wasmModule?: CompiledModule;
}

/** What comes with this package. It goes through the same door as a third party's plugin. */
export const builtinPlugin = createBuiltinPlugin();

/** As `builtinPlugin`, with its files somewhere else. */
export function createBuiltinPlugin(options: AssetOptions = {}) {
  const { assets, wasmUrl, wasmModule } = options;
  const isUsual = assets === undefined && wasmUrl === undefined && wasmModule === undefined;
  return definePlugin({
    name: '@fer/model',
    apiVersion: 1,
    contributes: {
      architectures: [ferNet, tutorialCnn, miniXception],
      weightsSources: [createBundledSource(assets), pretrained, url, directory],
      decoders: builtinDecoders.contributes.decoders,
      runtimes: [isUsual ? wasm : createWasmRuntime(options), cpu],
    },
  });
}
