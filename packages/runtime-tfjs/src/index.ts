export type {
  AdamConfig,
  NetworkOptimizer,
  OptimizerConfig,
  OptimizerUpdate,
  SgdConfig,
} from '@fer/backend-wasm';
export { selectBackend, settleStarts } from './active-backend.ts';
export { type BuiltLayers, buildLayers, type LayerFactory } from './build-layers.ts';
export { createLayer } from './create-layer.ts';
export { createTfjsRuntime, type TfjsRuntime, type TfjsRuntimeOptions } from './create-tfjs-runtime.ts';
export type { FusedActivation, FusedTrainingOps } from './fused-training-ops.ts';
export { createNodeRuntime, type NodeRuntimeOptions } from './node.ts';
export { tfjsActivation } from './own-activations.ts';
export { plugin } from './plugin.ts';
export { importTfjs, type Tfjs } from './tfjs.ts';
export { tfjsCpu } from './tfjs-cpu.ts';
export { createTfjsWasmRuntime, type TfjsWasmRuntimeOptions } from './tfjs-wasm.ts';
export { isTfjsTrainingBackend, type TfjsTrainingBackend } from './training-backend.ts';
export { webgl } from './webgl.ts';
