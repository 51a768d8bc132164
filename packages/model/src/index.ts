export type { AssetContent, Assets, CompiledModule } from '@fer/backend-wasm/inference';
export { countParameters, type WeightRole, type WeightSpec, weightSpecs } from '@fer/graph';
export { ferNet } from './architectures/fer-net.ts';
export { miniXception } from './architectures/mini-xception.ts';
export { tutorialCnn } from './architectures/tutorial-cnn.ts';
export { type AssetOptions, builtinPlugin, createBuiltinPlugin } from './builtin-plugin.ts';
export { DEFAULT_WEIGHTS } from './bundled-files.ts';
export { createFer, type Fer, type FerModelOptions, type FerRecognizerOptions } from './create-fer.ts';
export type { Interval } from './evaluate/bootstrap.ts';
export type { Calibration, CalibrationBin } from './evaluate/calibration.ts';
export { type ClassifierComparison, compareClassifiers } from './evaluate/compare-classifiers.ts';
export type { ClassMetrics } from './evaluate/confusion-matrix.ts';
export { correctAnswers } from './evaluate/correct-answers.ts';
export { EVALUATE_DEFAULTS, type EvaluateOptions, evaluate } from './evaluate/evaluate.ts';
export { fitTemperature } from './evaluate/fit-temperature.ts';
export { type McNemarTest, mcnemar } from './evaluate/mcnemar.ts';
export { type LabelNames, outputIndices } from './evaluate/output-indices.ts';
export { type PredictImagesOptions, predictImages } from './evaluate/predict-images.ts';
export { type Evaluation, type ScoreOptions, scoreProbabilities } from './evaluate/score-probabilities.ts';
export type { SelectivePoint } from './evaluate/selective-accuracy.ts';
export { applyTemperature, TEMPERATURE_LIMITS } from './evaluate/temperature.ts';
export { TEST_TIME_AUGMENTATIONS, type TestTimeAugmentation } from './evaluate/test-time-augmentation.ts';
export { type LoadedModel, type LoadModelOptions, loadModel, type RuntimeChoice } from './load-model.ts';
export { type GuardOptions, guardRegistry, PLUGIN_TIMEOUT_MS } from './plugins/guard-registry.ts';
export { PRETRAINED_WEIGHTS, type PretrainedWeightsId } from './pretrained-weights.ts';
export type { DetectorChoice } from './recognize/choose-detector.ts';
export {
  createFaceFinder,
  type DetectingFaceFinder,
  type FaceFinderOptions,
} from './recognize/create-face-finder.ts';
export { createRecognizer, type Recognizer, type RecognizerOptions } from './recognize/create-recognizer.ts';
export type { RecognizedFace } from './recognize/face-result.ts';
export type { PictureResult, RecognizeManyOptions } from './recognize/recognize-many.ts';
export { cpu } from './runtimes/cpu.ts';
export { createWasmRuntime, type WasmRuntimeOptions } from './runtimes/wasm.ts';
export { exponential } from './watch/exponential.ts';
export type { FrameSource, MediaStreamLike, MediaStreamTrackLike } from './watch/frame-source.ts';
export type { Smoothing, TrackedFace, WatchedFrame, WatchOptions } from './watch/watch.ts';
export { assertTensors } from './weights/assert-tensors.ts';
export { clearWeightsCache } from './weights/cache/clear-weights-cache.ts';
export { isCached } from './weights/cache/is-cached.ts';
export { type DefineModelOptions, defineModel } from './weights/define-model.ts';
export {
  type DescribeWeightsOptions,
  describeWeights,
  type WeightsDescription,
} from './weights/describe-weights.ts';
export type { WeightsFigures } from './weights/figures-of.ts';
export { decodeFloat16 } from './weights/float16.ts';
export { WEIGHTS_LIMITS, type WeightsLimits } from './weights/limits.ts';
export { type LoadWeightsOptions, loadWeights } from './weights/load-weights.ts';
export type {
  Manifest,
  ShardEntry,
  TensorDtype,
  TensorEntry,
  WeightsCalibration,
  WeightsHeader,
} from './weights/manifest.ts';
export { memoryWeightsFiles } from './weights/memory-weights-files.ts';
export type { WeightsReference } from './weights/open-weights.ts';
export { parseManifest } from './weights/parse-manifest.ts';
export type { LoadProgress } from './weights/progress.ts';
export { type SaveWeightsOptions, saveWeights } from './weights/save-weights.ts';
export { type SerializeOptions, serializeWeights } from './weights/serialize-weights.ts';
export {
  createPackagedSource,
  type PackagedSourceOptions,
  type PackagedWeights,
} from './weights/sources/packaged.ts';
export type { Weights } from './weights/weights.ts';
