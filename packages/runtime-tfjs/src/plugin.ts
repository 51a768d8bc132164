import { definePlugin } from '@fer/core';
import { createNodeRuntime } from './node.ts';
import { tfjsCpu } from './tfjs-cpu.ts';
import { createTfjsWasmRuntime } from './tfjs-wasm.ts';
import { webgl } from './webgl.ts';

/**
 * The engines of TensorFlow.js as runtimes: `tfjs-wasm`, `webgl`, `node` and `tfjs-cpu`. tfjs itself is loaded when
 * one of them starts.
 *
 * ```ts
 * const fer = await createRecognizer({ runtime: 'webgl', plugins: [plugin] });
 * ```
 */
export const plugin = definePlugin({
  name: '@fer/runtime-tfjs',
  apiVersion: 1,
  contributes: {
    runtimes: [createTfjsWasmRuntime(), webgl, createNodeRuntime(), tfjsCpu],
  },
});
