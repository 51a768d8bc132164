export { assetAddress } from '../asset-address.ts';
export type { AssetContent, Assets, CompiledModule } from '../assets.ts';
export { isRelaxedSimdSupported, isWasmSimdSupported } from '../simd.ts';
export { type CompileOptions, compile } from './compile.ts';
export { assertPlan } from './format/assert-plan.ts';
export { decodePlan } from './format/decode-plan.ts';
export { encodePlan } from './format/encode-plan.ts';
export type { Plan, PlanActivation, PlanOp, PlanOutput, WindowGeometry } from './plan.ts';
export { createInference, type Inference, type InferenceOptions } from './run/load-plan.ts';
