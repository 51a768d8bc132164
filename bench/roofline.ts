/**
 * Says what this machine could do and what the networks ask of it: the arithmetic peak of one core in WebAssembly, the
 * best rate of our matrix product, the bandwidth of each level of memory; FLOPs and bytes of each layer, and the least
 * time that they take by these numbers.
 *
 *   node --conditions=@fer/source --import tsx bench/roofline.ts [--net tutorial-cnn,mini-xception,…] [--batch 1,32]
 *     [--relaxed] [--json <file>]
 *
 * One thread. Another Node is measured by running this with it.
 */
import { parseArgs } from 'node:util';
import { registerWasmBackend } from '@fer/backend-wasm';
import { EMOTIONS, sizeOf } from '@fer/core';
import * as tf from '@tensorflow/tfjs-core';
import { benchArchitectures } from './networks.ts';
import { operationsOf } from './operations.ts';
import { compileKernels } from './roofline/compile-kernels.ts';
import {
  type Bandwidth,
  BUFFER_BYTES,
  bestRate,
  measureArithmetic,
  measureBandwidth,
} from './roofline/measure.ts';
import { describeMachine, requireRelaxedSimd } from './support/machine.ts';
import { printMachine, writeJson } from './support/report.ts';

const BYTES_A_NUMBER = 4;
/** Bound by the matrix product's rate, if not by memory; all else is bound by memory. */
const MULTIPLYING = ['conv2d', 'depthwise', 'dense'];
/** Sides of square matrices; three of 256 fit into a second-level cache of 1 MiB. */
const MATRIX_SIDES = [64, 128, 192, 256, 384];

const { values: options } = parseArgs({
  options: {
    net: { type: 'string', default: [...benchArchitectures.keys()].join() },
    batch: { type: 'string', default: '1,32' },
    relaxed: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

/** What this machine can do. */
export interface Peaks {
  /** GFLOP/s of multiply-adds. */
  readonly arithmetic: number;
  readonly matrixProducts: readonly { readonly side: number; readonly gigaflops: number }[];
  readonly bandwidths: readonly Bandwidth[];
}

/** What a layer of a batch asks for; the last of a network is `<network>, all`. */
export interface LayerBound {
  readonly layer: string;
  readonly batch: number;
  readonly MFLOP: number;
  /** Inputs, outputs and weights, each once. */
  readonly kB: number;
  readonly 'FLOP a byte': number;
  readonly bound: string;
  readonly leastMs: number;
}

export interface RooflineResult {
  readonly peaks: Peaks;
  readonly layers: readonly LayerBound[];
}

if (options.relaxed) await requireRelaxedSimd();
await registerWasmBackend({ threads: 1 });
const machine = await describeMachine();
const kernels = await compileKernels(Math.max(...BUFFER_BYTES), machine.simd === 'relaxed-simd');

const peaks: Peaks = {
  arithmetic: measureArithmetic(kernels),
  matrixProducts: MATRIX_SIDES.map((side) => ({ side, gigaflops: measureMatrixProduct(side) })),
  bandwidths: BUFFER_BYTES.map((bytes) => measureBandwidth(kernels, bytes)),
};
const gemmPeak = Math.max(...peaks.matrixProducts.map(({ gigaflops }) => gigaflops));
const layers = options.net
  .split(',')
  .flatMap((network) => options.batch.split(',').flatMap((batch) => layersOf(network, Number(batch))));

printMachine(machine);
console.log(`Multiply-adds at best: ${round(peaks.arithmetic)} GFLOP/s`);
console.table(
  peaks.matrixProducts.map(({ side, gigaflops }) => ({ product: `${side}³`, 'GFLOP/s': round(gigaflops) })),
);
console.table(
  peaks.bandwidths.map(({ bufferBytes, readGB, copyGB }) => ({
    buffer: `${bufferBytes / 1024} KiB`,
    'read GB/s': round(readGB),
    'copy GB/s': round(copyGB),
  })),
);
console.table(layers.map(({ leastMs, ...layer }) => ({ ...layer, 'least ms': round(leastMs) })));
writeJson({ bench: 'roofline', machine, options, results: [{ peaks, layers }] }, options.json);

function measureMatrixProduct(side: number): number {
  const [a, b] = [tf.randomUniform<tf.Rank.R2>([side, side]), tf.randomUniform<tf.Rank.R2>([side, side])];
  const rate = bestRate(2 * side ** 3, (repetitions) => {
    for (let i = 0; i < repetitions; i++) tf.matMul(a, b).dispose();
  });
  tf.dispose([a, b]);
  return rate;
}

function layersOf(network: string, batch: number): LayerBound[] {
  const { build, defaults, input } = benchArchitectures.get(network)!;
  const operations = operationsOf(build(defaults, EMOTIONS.length), input).map((operation) => {
    const bytes =
      BYTES_A_NUMBER * (batch * (sizeOf(operation.input) + sizeOf(operation.output)) + operation.weights);
    const flops = batch * operation.flops;
    const arithmeticMs = MULTIPLYING.includes(operation.type) ? flops / gemmPeak / 1e6 : 0;
    const memoryMs = bytes / bandwidthFor(bytes).readGB / 1e6;
    return {
      layer: `${network} ${operation.layer}`,
      batch,
      MFLOP: round(flops / 1e6),
      kB: round(bytes / 1e3),
      'FLOP a byte': round(flops / bytes),
      bound: arithmeticMs > memoryMs ? 'arithmetic' : 'memory',
      leastMs: Math.max(arithmeticMs, memoryMs),
    };
  });
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const total = {
    layer: `${network}, all`,
    batch,
    MFLOP: round(sum(operations.map(({ MFLOP }) => MFLOP))),
    kB: round(sum(operations.map(({ kB }) => kB))),
    'FLOP a byte': round(
      (1e3 * sum(operations.map(({ MFLOP }) => MFLOP))) / sum(operations.map(({ kB }) => kB)),
    ),
    bound: '',
    leastMs: sum(operations.map(({ leastMs }) => leastMs)),
  };
  return [...operations, total];
}

/** Of the smallest buffer measured that holds all of it. */
function bandwidthFor(bytes: number): Bandwidth {
  return peaks.bandwidths.find(({ bufferBytes }) => bytes <= bufferBytes) ?? peaks.bandwidths.at(-1)!;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
