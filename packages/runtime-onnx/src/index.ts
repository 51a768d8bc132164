export { writeOnnx } from './onnx/write-onnx.ts';
