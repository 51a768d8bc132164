export { writeOnnx } from './onnx/write-onnx.ts';
export { onnxRuntimePlugin, plugin } from './plugin.ts';
export {
  createOnnxRuntime,
  MAX_DEFAULT_THREADS,
  type OnnxRuntimeOptions,
} from './runtime/create-onnx-runtime.ts';
