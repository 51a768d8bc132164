export type { Batch, BatchSource } from './batch.ts';
export { EMOTIONS, type Emotion, UNLABELLED } from './emotion.ts';
export { FerError, type FerErrorCode } from './errors.ts';
export type {
  Architecture,
  Json,
  LayerNode,
  LayerType,
  ModelGraph,
} from './extension-points/architecture.ts';
export type { DetectedFace, FaceDetector } from './extension-points/face-detector.ts';
export type { ImageDecoder } from './extension-points/image-decoder.ts';
export type {
  ModelDefinition,
  NamedTensor,
  Network,
  Runtime,
  RuntimeSupport,
} from './extension-points/runtime.ts';
export type { WeightsFiles, WeightsSource } from './extension-points/weights-source.ts';
export type { Box, GrayImage, LabelledImages, RasterImage } from './image.ts';
export type { InputSpec } from './input-spec.ts';
export { type Contributions, definePlugin, type Plugin } from './plugin/define-plugin.ts';
export { createRandom, type Random } from './random.ts';
