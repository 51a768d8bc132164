/**
 * Times the steps of a training as users run it (`train`: batch, gradients, Adam) on the wasm runtime, with what they
 * leave in memory, and beside it a few on tfjs's cpu backend: the only other one that trains without native code. No
 * time is believed before both had the same losses.
 *
 *   node --conditions=@fer/source --import tsx bench/training-step.ts [--net tutorial-cnn] [--batch 64,128] [--steps 10]
 *     [--threads 1] [--relaxed] [--no-peer] [--kernels] [--shapes] [--node <path of another Node>] [--json <file>]
 *
 * PyTorch and Keras are native code from another world, and no peer here: `docs/performance.md` says what they did on the
 * same machine. On the tutorial's CNN Keras is level with us, PyTorch slower; on a VGG with batch-norm both are slower
 * in float32, and twice as fast as that in bfloat16.
 *
 * `--kernels` also prints where a step spends its time, kernel by kernel, `--shapes` by shape too.
 */
import { parseArgs } from 'node:util';
import { startChild } from './support/child-process.ts';
import type { Machine } from './support/machine.ts';
import { writeReport } from './support/report.ts';
import { type Summary, summarize } from './support/statistics.ts';
import type { KernelTime, TimedStep, TrainingCommand, TrainingSetup } from './training-step-process.ts';

const WARM_UP_STEPS = 3;
const PEER_BATCH = 2;
const PEER_STEPS = 2;
/** Of the loss of each of the steps; the second shows what the gradients of the first were. */
const TOLERANCE = 1e-3;
const KERNELS_SHOWN = 24;

const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    net: { type: 'string', default: 'tutorial-cnn' },
    batch: { type: 'string', default: '64,128' },
    steps: { type: 'string', default: '10' },
    threads: { type: 'string', default: '1' },
    relaxed: { type: 'boolean', default: false },
    peer: { type: 'boolean', default: true },
    kernels: { type: 'boolean', default: false },
    shapes: { type: 'boolean', default: false },
    node: { type: 'string', default: process.execPath },
    json: { type: 'string' },
  },
});

/** One batch size on one runtime. */
export interface TrainingResult {
  readonly network: string;
  readonly system: string;
  readonly batch: number;
  readonly threads: number;
  /** Milliseconds of a step. */
  readonly ms: Summary;
  /** The same in CPU time of all threads. */
  readonly cpuMs: Summary;
  /** After the first step, the second, and the last. */
  readonly rssBytes: readonly number[];
  readonly wasmBytes: readonly number[];
}

const ours = start('wasm');
const peer = options.peer ? start('cpu') : undefined;
try {
  const { machine, threads } = await ours.ask<{ machine: Machine; threads: number }>({ type: 'load' });
  const results: TrainingResult[] = [];
  if (peer) {
    await peer.ask({ type: 'load' });
    const few: TrainingCommand = { type: 'steps', batch: PEER_BATCH, steps: PEER_STEPS };
    const peerSteps = await peer.ask<TimedStep[]>(few);
    compareLosses(await ours.ask<TimedStep[]>(few), peerSteps);
    results.push(toResult('tfjs-cpu', PEER_BATCH, 1, peerSteps, 1));
  }
  for (const batch of options.batch.split(',').map(Number)) {
    const steps = WARM_UP_STEPS + Number(options.steps);
    const timed = await ours.ask<TimedStep[]>({ type: 'steps', batch, steps });
    results.push(toResult('fer', batch, threads, timed, WARM_UP_STEPS));
  }
  writeReport({ bench: 'training-step', machine, options, results }, options.json, toRows);
  if (options.kernels || options.shapes) {
    for (const batch of options.batch.split(',').map(Number)) await printKernels(batch);
  }
} finally {
  ours.stop();
  peer?.stop();
}

function start(runtime: TrainingSetup['runtime']) {
  const setup: TrainingSetup = {
    runtime,
    network: options.net,
    threads: Number(options.threads),
    relaxed: options.relaxed,
  };
  return startChild<TrainingCommand>('training-step-process.ts', JSON.stringify(setup), options.node);
}

function compareLosses(a: readonly TimedStep[], b: readonly TimedStep[]): void {
  for (const [step, { loss }] of a.entries()) {
    if (!(Math.abs(loss - b[step]!.loss) <= TOLERANCE)) {
      throw new Error(
        `The losses of step ${step} differ: ${loss} on wasm, ${b[step]!.loss} on tfjs's cpu backend.`,
      );
    }
  }
}

function toResult(
  system: string,
  batch: number,
  threads: number,
  steps: readonly TimedStep[],
  warmUpSteps: number,
): TrainingResult {
  const warm = steps.slice(warmUpSteps);
  const remembered = [steps[0]!, steps[1]!, steps.at(-1)!];
  return {
    network: options.net,
    system,
    batch,
    threads,
    ms: summarize(warm.map(({ wallMs }) => wallMs)),
    cpuMs: summarize(warm.map(({ cpuMs }) => cpuMs)),
    rssBytes: remembered.map(({ rssBytes }) => rssBytes),
    wasmBytes: remembered.map(({ wasmBytes }) => wasmBytes),
  };
}

function toRows(results: readonly TrainingResult[]): object[] {
  const mebibytes = (values: readonly number[]) =>
    values.map((bytes) => Math.round(bytes / 2 ** 20)).join(' → ');
  return results.map(({ network, system, batch, threads, ms, cpuMs, rssBytes, wasmBytes }) => ({
    network,
    system: `${system} ×${threads}`,
    batch,
    'ms a step, median': Math.round(ms.median),
    fastest: Math.round(ms.minimum),
    'CPU ms, fastest': Math.round(cpuMs.minimum),
    'images/s, median': round((batch / ms.median) * 1000),
    best: round((batch / ms.minimum) * 1000),
    'RSS MiB': mebibytes(rssBytes),
    'WASM MiB': mebibytes(wasmBytes),
    steps: ms.repetitions,
  }));
}

async function printKernels(batch: number): Promise<void> {
  const { kernels, paths } = await ours.ask<{ kernels: KernelTime[]; paths: Record<string, number> }>({
    type: 'kernels',
    batch,
    shapes: options.shapes,
  });
  console.log(`One step of ${batch} images, kernel by kernel:`);
  for (const { name, ms, calls } of kernels.slice(0, KERNELS_SHOWN)) {
    console.log(`${ms.toFixed(1).padStart(8)} ms ${String(calls).padStart(4)}×  ${name}`);
  }
  console.log('Paths taken:', paths);
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
