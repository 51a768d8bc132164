export { abortable } from './abortable.ts';
export { assertChoice, assertOptions } from './assert-options.ts';
export { assertImageSize, assertRasterImage, MAX_IMAGE_PIXELS } from './assert-raster-image.ts';
export { assertSignal } from './assert-signal.ts';
export { availableCores } from './available-cores.ts';
export type { Batch, BatchSource } from './batch.ts';
export { withDeadline } from './deadline.ts';
export { createBrowserDecoder } from './decode/browser-decoder.ts';
export { builtinDecoders } from './decode/builtin-decoders.ts';
export type { SharpLike } from './decode/decode-with-sharp.ts';
export { type LoadImageOptions, loadImage } from './decode/load-image.ts';
export {
  type AllowedSources,
  assertPictureLimits,
  FETCH_TIMEOUT_MS,
  type PictureLimits,
} from './decode/picture-limits.ts';
export { DEFAULT_MAX_PIXELS } from './decode/pixel-limit.ts';
export { isNode } from './decode/platform.ts';
export { createSharpDecoder, type SharpDecoderOptions } from './decode/sharp-decoder.ts';
export { describeValue } from './describe-value.ts';
export { EMOTIONS, type Emotion, UNLABELLED } from './emotion.ts';
export { FerError, type FerErrorCode } from './errors.ts';
export type {
  Architecture,
  Json,
  LayerNode,
  ModelGraph,
} from './extension-points/architecture.ts';
export type { Augmentation, AugmentationFactory } from './extension-points/augmentation.ts';
export type {
  DetectedFace,
  DetectorHost,
  FaceDetector,
  FaceDetectorFactory,
  FacePoints,
  LoadNetworkOptions,
} from './extension-points/face-detector.ts';
export type { DecodeOptions, ImageDecoder } from './extension-points/image-decoder.ts';
export type { BlockInput, LayerExpansion } from './extension-points/layer-expansion.ts';
export type { Postprocessor, ScoreProcessor, TrackedScores } from './extension-points/postprocessor.ts';
export type {
  Endpoint,
  ModelDefinition,
  NamedTensor,
  Network,
  Runtime,
  RuntimeSupport,
  TrainingBackend,
} from './extension-points/runtime.ts';
export type {
  ForeignFiles,
  ForeignModel,
  ReadFormatOptions,
  WeightsFormat,
} from './extension-points/weights-format.ts';
export type {
  OpenWeightsOptions,
  ReadWeightsFileOptions,
  WeightsFiles,
  WeightsSource,
} from './extension-points/weights-source.ts';
export type { FaceFinder } from './face-finder.ts';
export { fetchFailure } from './fetch-failure.ts';
export { GrowingBytes } from './growing-bytes.ts';
export type {
  Box,
  DecodedImage,
  FaceRegion,
  GrayImage,
  LabelledImages,
  Point,
  RasterImage,
} from './image.ts';
export type {
  BitmapLike,
  CanvasLike,
  DrawableSource,
  ImageElementLike,
  ImageSource,
  PixelSource,
  VideoElementLike,
  VideoFrameLike,
} from './image-source.ts';
export type { InputSize, InputSpec } from './input-spec.ts';
export { type BadLabel, findBadLabel } from './labels.ts';
export { layer } from './layer.ts';
export { memoizePromise } from './memoize-promise.ts';
export { messageOf } from './message-of.ts';
export { murmur3 } from './murmur3.ts';
export { nextTask } from './next-task.ts';
export { packageFolder } from './package-folder.ts';
export { pageAddress } from './page-address.ts';
export {
  type ContributedId,
  type Contributions,
  definePlugin,
  type Plugin,
  type WithId,
} from './plugin/define-plugin.ts';
export { EXTENSION_POINTS, type ExtensionPoint } from './plugin/extension-point-shapes.ts';
export { findContribution } from './plugin/find-contribution.ts';
export { nearestName } from './plugin/nearest-name.ts';
export { isPluginFault } from './plugin/plugin-fault.ts';
export { createRegistry, type Lookup, type Registry } from './plugin/registry.ts';
export { centreSquare } from './preprocess/centre-square.ts';
export { type CropRegion, cropGray, cropRegion } from './preprocess/crop.ts';
export { readGrayRow, toGray } from './preprocess/grayscale.ts';
export { scaleToRange } from './preprocess/normalize.ts';
export { preprocessFace } from './preprocess/preprocess-face.ts';
export { type GrayRows, type ResizeOptions, resizeGray, resizeRows } from './preprocess/resize.ts';
export { type RegionResizer, resizeRegion } from './preprocess/resize-region.ts';
export { resizeTaps } from './preprocess/resize-taps.ts';
export { createRandom, type Random, randomState } from './random.ts';
export { createNetwork, type NetworkParts } from './runtime/create-network.ts';
export {
  type LoadedOnRuntime,
  loadOnRuntime,
  type SelectedRuntime,
  selectRuntime,
} from './runtime/select-runtime.ts';
export type { RejectedRuntime, RuntimeRequest } from './runtime/try-runtimes.ts';
export { safeUrl } from './safe-url.ts';
export { sha256 } from './sha256.ts';
export { sizeOf } from './size-of.ts';
