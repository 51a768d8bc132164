export { wasmKernelCalls } from './kernel-calls.ts';
export { type RegisterWasmBackendOptions, registerWasmBackend, wasmBackendThreads } from './register.ts';
export { enableRelaxedSimd, isRelaxedSimdSupported, isWasmSimdSupported } from './simd.ts';
export type { DropoutMask } from './steps/dropout.ts';
export type { TfjsWasmPaths } from './tfjs-backend.ts';
export { type ThreadsSupport, threadsSupport } from './threads/threads.ts';
export {
  type BatchNormTrainingOptions,
  type BatchNormTrainingResult,
  batchNormTraining,
} from './training/batch-norm.ts';
export { type FusedConv2dOptions, type FusedConvActivation, fusedConv2d } from './training/fused-conv2d.ts';
export { type FusedDenseActivation, fusedDense } from './training/fused-dense.ts';
export { fusedDropout } from './training/fused-dropout.ts';
export {
  createWasmOptimizer,
  type NetworkOptimizer,
  type WasmOptimizerVariable,
} from './training/fused-optimizer.ts';
export {
  fusedSoftmaxCrossEntropy,
  type SoftmaxCrossEntropyOptions,
} from './training/fused-softmax-cross-entropy.ts';
export type { AdamConfig, OptimizerConfig, SgdConfig } from './training/optimizer-config.ts';
export type { OptimizerUpdate } from './training/optimizer-step.ts';
