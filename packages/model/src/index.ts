export { miniXception } from './architectures/mini-xception.ts';
export { tutorialCnn } from './architectures/tutorial-cnn.ts';
export { builtinPlugin } from './builtin-plugin.ts';
export { DEFAULT_WEIGHTS } from './bundled-files.ts';
export type { Calibration, CalibrationBin } from './evaluate/calibration.ts';
export type { ClassMetrics } from './evaluate/confusion-matrix.ts';
export { EVALUATE_DEFAULTS, type EvaluateOptions, type Evaluation, evaluate } from './evaluate/evaluate.ts';
export { buildLayersModel, type LayerFactory, type LayersModels } from './graph/build-layers-model.ts';
export {
  countParameters,
  traceGraph,
  type WeightRole,
  type WeightSpec,
  weightSpecs,
} from './graph/weight-specs.ts';
export { type LoadedModel, type LoadModelOptions, loadModel, type RuntimeChoice } from './load-model.ts';
export { createRecognizer, type Recognizer, type RecognizerOptions } from './recognize/create-recognizer.ts';
export type { RecognizedFace } from './recognize/face-result.ts';
export { createTfjsRuntime, type TfjsRuntimeOptions } from './runtimes/create-tfjs-runtime.ts';
export { createNodeRuntime, type NodeRuntimeOptions } from './runtimes/node.ts';
export { createWasmRuntime, type WasmRuntimeOptions } from './runtimes/wasm.ts';
export { type CheckpointStore, createMemoryCheckpointStore } from './train/checkpoint-store.ts';
export { type CheckpointWeights, readCheckpointWeights } from './train/checkpoint-weights.ts';
export { balancedClassWeights } from './train/class-weights.ts';
export { type EarlyStopping, TRAINING_DEFAULTS, type TrainConfig } from './train/config.ts';
export { initializeWeights } from './train/initialize-weights.ts';
export { createNodeCheckpointStore } from './train/node-checkpoint-store.ts';
export {
  ADAM_DEFAULTS,
  type AdamConfig,
  type OptimizerConfig,
  SGD_DEFAULTS,
  type SgdConfig,
} from './train/optimizer/optimizer.ts';
export type { TrainOptions } from './train/options.ts';
export type { EpochRecord, TrainProgress, ValidationScore } from './train/progress.ts';
export type { TrainedWeights, TrainResult } from './train/result.ts';
export { SCHEDULE_DEFAULTS, type Schedule } from './train/schedule.ts';
export { selectTrainingRuntime } from './train/select-training-runtime.ts';
export { train } from './train/train.ts';
export { assertTensors } from './weights/assert-tensors.ts';
export { defineModel } from './weights/define-model.ts';
export { type LoadWeightsOptions, loadWeights } from './weights/load-weights.ts';
export type { Manifest, ShardEntry, TensorDtype, TensorEntry, WeightsHeader } from './weights/manifest.ts';
export { memoryWeightsFiles } from './weights/memory-weights-files.ts';
export type { WeightsReference } from './weights/open-weights.ts';
export { parseManifest } from './weights/parse-manifest.ts';
export { type SaveWeightsOptions, saveWeights } from './weights/save-weights.ts';
export { type SerializeOptions, serializeWeights } from './weights/serialize-weights.ts';
export type { Weights } from './weights/weights.ts';
