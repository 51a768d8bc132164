export { describeFile, type FileDescription } from './describe-file.ts';
export { type ExportWeightsOptions, exportWeights } from './export-weights.ts';
export type { ForeignSource } from './foreign-files.ts';
export { type ImportWeightsOptions, importWeights } from './import-weights.ts';
export { type ForeignInput, INPUT_PRESETS, type InputPresetId } from './input-presets.ts';
export { type ReadOnnxOptions, readOnnx } from './onnx/read/read-onnx.ts';
export { writeOnnx } from './onnx/write/write-onnx.ts';
export { plugin } from './plugin.ts';
export { type ReadForeignOptions, weightsFormats } from './read-foreign.ts';
