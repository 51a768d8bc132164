/** The child process of `training-step.ts`: trains with `train`, as users do, on one runtime. */
import { registerWasmBackend, wasmBackendThreads, wasmKernelCalls } from '@fer/backend-wasm';
import type { Architecture, BatchSource } from '@fer/core';
import { createBatches, createSyntheticDataset, selectSplit } from '@fer/dataset';
import { train } from '@fer/train';
import * as tf from '@tensorflow/tfjs-core';
import { benchArchitectures } from './networks.ts';
import { describeMachine, requireRelaxedSimd } from './support/machine.ts';
import { serveCommands } from './support/serve-commands.ts';

/** Given as JSON, the only argument. */
export interface TrainingSetup {
  readonly runtime: 'wasm' | 'cpu';
  readonly network: string;
  readonly threads: number;
  readonly relaxed: boolean;
}

/** Each is answered by one message. */
export type TrainingCommand =
  | { readonly type: 'load' }
  | { readonly type: 'steps'; readonly batch: number; readonly steps: number }
  | { readonly type: 'kernels'; readonly batch: number; readonly shapes: boolean };

/** One step of a training, from the end of the step before it: its batch, its gradients, its update. */
export interface TimedStep {
  readonly loss: number;
  readonly wallMs: number;
  /** Of all threads of the process. */
  readonly cpuMs: number;
  /** Resident set of the process after the step. */
  readonly rssBytes: number;
  /** tfjs's heap after the step; 0 where the runtime has none. */
  readonly wasmBytes: number;
}

/** The time of all calls of a kernel in one step. */
export interface KernelTime {
  readonly name: string;
  readonly ms: number;
  readonly calls: number;
}

const setup = JSON.parse(process.argv[2]!) as TrainingSetup;

async function obey(command: TrainingCommand): Promise<unknown> {
  switch (command.type) {
    case 'load':
      return load();
    case 'steps':
      return timeSteps(command.batch, command.steps);
    case 'kernels':
      return timeKernels(command.batch, command.shapes);
  }
}

async function load() {
  if (setup.relaxed) await requireRelaxedSimd();
  if (setup.runtime === 'wasm') await registerWasmBackend({ threads: setup.threads });
  return { machine: await describeMachine(), threads: setup.runtime === 'wasm' ? wasmBackendThreads() : 1 };
}

async function timeSteps(batch: number, steps: number): Promise<TimedStep[]> {
  const timed: TimedStep[] = [];
  let wall = 0;
  let cpu = process.cpuUsage();
  await train({
    architecture: architecture(),
    runtime: setup.runtime,
    batches: batches(batch, steps),
    epochs: 1,
    seed: 1,
    onProgress(event) {
      if (event.type === 'step') {
        const { user, system } = process.cpuUsage(cpu);
        timed.push({
          loss: event.loss,
          wallMs: performance.now() - wall,
          cpuMs: (user + system) / 1000,
          rssBytes: process.memoryUsage.rss(),
          wasmBytes: wasmHeapBytes(),
        });
      }
      cpu = process.cpuUsage();
      wall = performance.now();
    },
  });
  return timed;
}

/** The kernels of one warm step, the slowest first, and the paths that our overrides took in it. */
async function timeKernels(batch: number, shapes: boolean) {
  const options = { architecture: architecture(), runtime: setup.runtime, epochs: 1, seed: 1 };
  await train({ ...options, batches: batches(batch, 1) });
  const before = wasmKernelCalls();
  const { kernels } = await tf.profile(() => train({ ...options, batches: batches(batch, 1) }) as never);
  const byName = new Map<string, KernelTime>();
  for (const { name: kernel, inputShapes, kernelTimeMs } of kernels) {
    const inputs = inputShapes.map((shape) => `[${shape}]`).join(' ');
    const name = shapes ? `${kernel} ${inputs}` : kernel;
    const { ms, calls } = byName.get(name) ?? { ms: 0, calls: 0 };
    byName.set(name, { name, ms: ms + Number(await kernelTimeMs), calls: calls + 1 });
  }
  const paths = Object.entries(wasmKernelCalls()).map(([path, calls]) => [path, calls - (before[path] ?? 0)]);
  return {
    kernels: [...byName.values()].sort((a, b) => b.ms - a.ms),
    paths: Object.fromEntries(paths.filter(([, calls]) => calls !== 0)) as Record<string, number>,
  };
}

function architecture(): Architecture {
  return benchArchitectures.get(setup.network)!;
}

const faces = selectSplit(
  createSyntheticDataset({ seed: 1, training: 512, public: 0, private: 0 }),
  'training',
);

/** Drawn faces: what they show costs a step nothing. */
function batches(batchSize: number, stepsPerEpoch: number): BatchSource {
  return createBatches(faces, { batchSize, stepsPerEpoch, seed: 1 });
}

function wasmHeapBytes(): number {
  if (setup.runtime !== 'wasm') return 0;
  return (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.byteLength;
}

serveCommands(obey);
