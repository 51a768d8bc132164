export { enableRelaxedSimd, isRelaxedSimdSupported, isWasmSimdSupported } from './simd.ts';
export type { DropoutMask } from './steps/dropout.ts';
export type { TfjsWasmPaths } from './tfjs/backend.ts';
export { wasmKernelCalls } from './tfjs/kernel-calls.ts';
export { type RegisterWasmBackendOptions, registerWasmBackend, wasmBackendThreads } from './tfjs/register.ts';
export {
  type BatchNormTrainingOptions,
  type BatchNormTrainingResult,
  batchNormTraining,
} from './tfjs/training/batch-norm.ts';
export {
  type FusedConv2dOptions,
  type FusedConvActivation,
  fusedConv2d,
} from './tfjs/training/fused-conv2d.ts';
export { type FusedDenseActivation, fusedDense } from './tfjs/training/fused-dense.ts';
export { fusedDropout } from './tfjs/training/fused-dropout.ts';
export {
  createWasmOptimizer,
  type NetworkOptimizer,
  type WasmOptimizerVariable,
} from './tfjs/training/fused-optimizer.ts';
export type { AdamConfig, OptimizerConfig, SgdConfig } from './tfjs/training/optimizer-config.ts';
export type { OptimizerUpdate } from './tfjs/training/optimizer-step.ts';
export { type ThreadsSupport, threadsSupport } from './threads/threads.ts';
