import { FerError, type ModelDefinition, memoizePromise, type Network, type Runtime } from '@fer/core';
import { weightSpecs } from '../graph/weight-specs.ts';
import { assertTensors } from '../weights/assert-tensors.ts';
import { createTfjsRuntime } from './create-tfjs-runtime.ts';
import { MAX_IMAGES_PER_RUN } from './load-network.ts';

export interface WasmRuntimeOptions {
  /**
   * How many threads compute, the calling one included. Default: all physical cores in Node and on cross-origin
   * isolated pages, else 1. The number changes no result.
   */
  readonly threads?: number;
}

/** The compiler and the engine of `@fer/backend-wasm`: no tfjs in it. */
const importInference = memoizePromise(() => import('@fer/backend-wasm/inference'));

/**
 * WebAssembly SIMD with the kernels of `@fer/backend-wasm`: the same speed in Node and in browsers, no installation.
 *
 * Networks are compiled and run without tfjs. One that cannot be compiled runs on tfjs's wasm backend with the same
 * kernels, and its `fallback` says why; trainings run there, too. tfjs is loaded for these only.
 */
export function createWasmRuntime(options: WasmRuntimeOptions = {}): Runtime {
  const { threads } = options;
  const startInference = memoizePromise(async () => {
    const { createInference } = await importInference();
    const inference = createInference({ threads });
    await inference.start();
    return inference;
  });
  const tfjs = createTfjsWasmRuntime(options);

  return {
    id: 'wasm',
    apiVersion: 1,
    description: 'WebAssembly SIMD (@fer/backend-wasm): fast in Node and browsers, trains too',
    priority: 40,
    isSupported: () => tfjs.isSupported(),
    async init() {
      await startInference();
    },
    async load(model) {
      assertTensors(model.tensors, weightSpecs(model.graph, model.input), 'The network');
      const [inference, plan] = await Promise.all([startInference(), tryCompile(model)]);
      return 'ops' in plan ? inference.load(plan) : fallBack(tfjs, model, plan.unsupported);
    },
    async fallbackOf(model) {
      const plan = await tryCompile(model);
      return 'ops' in plan ? undefined : plan.unsupported;
    },
    training: tfjs.training,
  };
}

/** The one that is built in: with the default number of threads. */
export const wasm = createWasmRuntime();

/** @returns a plan, or why there can be none although the network is sound */
async function tryCompile(model: ModelDefinition) {
  const { compile } = await importInference();
  try {
    return compile(model, { batch: MAX_IMAGES_PER_RUN });
  } catch (error) {
    if (FerError.isInstance(error) && error.code === 'FER_GRAPH_UNSUPPORTED') {
      return { unsupported: error.message };
    }
    throw error;
  }
}

async function fallBack(tfjs: Runtime, model: ModelDefinition, reason: string): Promise<Network> {
  await tfjs.init();
  const network = await tfjs.load(model);
  return {
    predict: (pixels, batch) => network.predict(pixels, batch),
    dispose: () => network.dispose(),
    fallback: reason,
  };
}

/** The same kernels under tfjs. */
function createTfjsWasmRuntime({ threads }: WasmRuntimeOptions): Runtime {
  return createTfjsRuntime({
    id: 'wasm',
    description: 'tfjs on the kernels of @fer/backend-wasm',
    priority: 0,
    async isSupported() {
      const { isWasmSimdSupported } = await importInference();
      if (await isWasmSimdSupported()) return { supported: true };
      return { supported: false, reason: 'This engine has no WebAssembly SIMD.' };
    },
    async trainingRounding() {
      const { isRelaxedSimdSupported } = await importInference();
      return (await isRelaxedSimdSupported()) ? 'relaxed-simd' : 'simd';
    },
    async registerBackend() {
      const { registerWasmBackend } = await import('@fer/backend-wasm');
      await registerWasmBackend({ threads });
      return 'wasm';
    },
    async fusedTrainingOps() {
      const { wasmTrainingOps } = await import('./wasm-training-ops.ts');
      return wasmTrainingOps;
    },
    memoryLimit: 2 ** 32,
  });
}
