export { writeOnnx } from '@fer/formats';
export { onnxRuntimePlugin, plugin } from './plugin.ts';
export {
  createOnnxRuntime,
  MAX_DEFAULT_THREADS,
  type OnnxRuntimeOptions,
} from './runtime/create-onnx-runtime.ts';
