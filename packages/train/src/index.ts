export type { AdamConfig, OptimizerConfig, SgdConfig } from '@fer/runtime-tfjs';
export { type CheckpointStore, createMemoryCheckpointStore } from './checkpoint-store.ts';
export { type CheckpointWeights, readCheckpointWeights } from './checkpoint-weights.ts';
export { balancedClassWeights } from './class-weights.ts';
export {
  CUTMIX_DEFAULTS,
  type EarlyStopping,
  EMA_DEFAULTS,
  MIXUP_DEFAULTS,
  TRAINING_DEFAULTS,
  type TrainConfig,
} from './config.ts';
export { DISTILLATION_DEFAULTS, type DistillationOptions } from './distillation.ts';
export type { FreezeChoice } from './freeze.ts';
export { initializeWeights } from './initialize-weights.ts';
export type { MixConfig } from './mix-images.ts';
export { createNodeCheckpointStore } from './node-checkpoint-store.ts';
export { ADAM_DEFAULTS, SGD_DEFAULTS } from './optimizer/create-optimizer.ts';
export type { TrainOptions } from './options.ts';
export type { EpochRecord, TrainProgress, ValidationScore } from './progress.ts';
export type { TrainedWeights, TrainResult } from './result.ts';
export { SCHEDULE_DEFAULTS, type Schedule } from './schedule.ts';
export { selectTrainingRuntime, type TrainingRuntimeChoice } from './select-training-runtime.ts';
export { tensorsDigest } from './tensors-digest.ts';
export { train } from './train.ts';
export type { AverageConfig } from './weight-average.ts';
