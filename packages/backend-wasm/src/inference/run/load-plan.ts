import { FerError, memoizePromise, type Network } from '@fer/core';
import { assertKernelSource, type CompiledModule, type KernelSource } from '../../assets.ts';
import { inferenceBinaries } from '../../inference-binaries.ts';
import { compileKernels, missingFunction } from '../../module.ts';
import { isWasmSimdSupported } from '../../simd.ts';
import { resolveThreads } from '../../threads/threads.ts';
import { isModule, readWasmBinary } from '../../wasm-binary.ts';
import { demandChecked } from '../checked-plans.ts';
import { assertCosts } from '../format/plan-costs.ts';
import { kernelOf } from '../kernels/kernel-of.ts';
import type { Plan } from '../plan.ts';
import { loadNetwork } from './compiled-network.ts';
import { EngineHolder } from './engine-holder.ts';
import { assertAffordable } from './memory-store.ts';
import { NetworkEngine } from './network-engine.ts';
import { measureNetwork } from './network-layout.ts';

export interface InferenceOptions extends KernelSource {
  /**
   * How many threads compute, the calling one included. Default: all physical cores in Node and on cross-origin
   * isolated pages, else 1. The number changes no result: not a bit.
   */
  readonly threads?: number | undefined;
  /**
   * The kernels as the platform compiled them, where code may not (workerd): `fer-kernels.wasm`, or
   * `fer-kernels-relaxed.wasm` if the engine has relaxed SIMD. Implies one thread, and comes before `wasmUrl` and
   * `assets`.
   */
  readonly wasmModule?: CompiledModule | undefined;
}

/** Runs plans. */
export interface Inference {
  /** How many threads compute, the calling one included. */
  readonly threads: number;
  /**
   * Reads and compiles the kernels; `load` does it, too. Safe to call again: the work is done once, or after a failure
   * anew.
   *
   * @throws FerError `FER_RUNTIME_UNAVAILABLE` if the engine has no WebAssembly SIMD, or the `.wasm` file cannot be
   * loaded
   */
  start(): Promise<void>;
  /**
   * Puts a plan into a region of the engine's memory, as large as it needs. All networks of an inference share the memory
   * and the threads, which are there from the first that is loaded to the last that is disposed of.
   *
   * @returns a network that computes synchronously within `predict`, so that concurrent calls take turns; whoever has
   * it disposes of it, and the next one gets its memory. After a failure (`FER_RUNTIME_FAILED`, with the op in
   * `details`) all networks of the inference say the same; those that are loaded later are well
   * @throws FerError as `start`; `FER_INVALID_ARGUMENT` if the plan comes neither of `compile` nor of `decodePlan`, and
   * `assertPlan` has not seen it; `FER_WEIGHTS_CORRUPT` if it costs too much (`PLAN_LIMITS`) or has weights that are not
   * finite; `FER_RUNTIME_FAILED` if there is not enough memory
   */
  load(plan: Plan): Promise<Network>;
}

/**
 * Makes an engine that runs plans, without tfjs.
 *
 * @throws FerError `FER_INVALID_ARGUMENT` or `FER_RUNTIME_UNAVAILABLE` if there cannot be so many threads;
 * `FER_INVALID_ARGUMENT` if `wasmModule` is something else than the kernels
 */
export function createInference(options: InferenceOptions = {}): Inference {
  const { wasmModule } = options;
  assertKernelSource(options);
  const threads = wasmModule === undefined ? resolveThreads(options.threads) : 1;
  if (wasmModule !== undefined) assertModule(wasmModule, options.threads);
  const startKernels = memoizePromise(async () => {
    await assertSimd();
    return compileKernels(
      wasmModule ?? (await readWasmBinary(inferenceBinaries, options, { shared: threads > 1 })),
    );
  });
  const engines = new EngineHolder(async () =>
    NetworkEngine.start(await startKernels(), { threads, mayDropThreads: options.threads === undefined }),
  );
  return {
    threads,
    async start() {
      await startKernels();
    },
    async load(plan) {
      demandChecked(plan);
      assertCosts(plan);
      await startKernels();
      const network = measureNetwork(plan, { kernels: plan.ops.map(kernelOf), threads });
      assertAffordable(network.byteLength);
      const { engine, done } = await engines.use();
      try {
        return loadNetwork(plan, network, engine, done);
      } catch (error) {
        done();
        throw error;
      }
    },
  };
}

function assertModule(wasmModule: unknown, threads: number | undefined): void {
  const details = { option: 'wasmModule' };
  if (!isModule(wasmModule)) {
    throw new FerError('FER_INVALID_ARGUMENT', '`wasmModule` must be a WebAssembly.Module.', { details });
  }
  const missing = missingFunction(wasmModule);
  if (missing !== undefined) {
    throw new FerError(
      'FER_INVALID_ARGUMENT',
      `\`wasmModule\` must be the kernels of this version of @fer/backend-wasm, but has no function '${missing}'. Import @fer/backend-wasm/fer-kernels.wasm.`,
      { details: { ...details, missing } },
    );
  }
  if (threads === undefined || threads === 1) return;
  throw new FerError(
    'FER_INVALID_ARGUMENT',
    `\`wasmModule\` runs on one thread, but ${threads} were asked for. Leave \`threads\` out, or give \`assets\`.`,
    { details: { option: 'threads', received: threads } },
  );
}

async function assertSimd(): Promise<void> {
  if (await isWasmSimdSupported()) return;
  throw new FerError(
    'FER_RUNTIME_UNAVAILABLE',
    'Compiled networks need WebAssembly SIMD, which this engine does not have. Use Chrome 91, Firefox 89, Safari 16.4, Node 20 or later, or another runtime.',
  );
}
