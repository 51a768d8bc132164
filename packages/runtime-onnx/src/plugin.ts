import { definePlugin } from '@fer/core';
import { createOnnxRuntime, type OnnxRuntimeOptions } from './runtime/create-onnx-runtime.ts';

/**
 * Adds the runtime `onnx`.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` if `threads` is not a whole number from 1
 */
export function onnxRuntimePlugin(options: OnnxRuntimeOptions = {}) {
  return definePlugin({
    name: '@fer/runtime-onnx',
    apiVersion: 1,
    contributes: { runtimes: [createOnnxRuntime(options)] },
  });
}

/** With its defaults, for `fer --plugin @fer/runtime-onnx`. */
export const plugin = onnxRuntimePlugin();
