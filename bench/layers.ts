/**
 * Times the convolutions, poolings and dense layers of three networks one by one, with our kernels and with those of
 * tfjs-backend-wasm, both called through tfjs, and says which of our algorithms ran. No time is believed before both
 * gave the same numbers. Shapes that come twice are measured once.
 *
 *   node --conditions=@fer/source --import tsx bench/layers.ts [--net tutorial-cnn,mini-xception,…] [--batch 1,32]
 *     [--only conv2d,dense] [--threads 1] [--relaxed] [--rounds 5] [--node <path of another Node>] [--json <file>]
 */
import { parseArgs } from 'node:util';
import { EMOTIONS } from '@fer/core';
import type { LayersCommand, LayersSetup, Prepared } from './layers-process.ts';
import { benchArchitectures } from './networks.ts';
import { type Operation, operationsOf } from './operations.ts';
import { startChild } from './support/child-process.ts';
import type { Machine } from './support/machine.ts';
import { writeReport } from './support/report.ts';
import { largestDifference, type Summary, summarize } from './support/statistics.ts';
import type { Times } from './support/time-repeatedly.ts';

const MEASURED = ['conv2d', 'depthwise', 'maxPool', 'averagePool', 'dense'];
const TURN_MS = 60;
/** Of the largest output: Winograd's F(4×4) costs a few bits. */
const TOLERANCE = 2e-4;

const { values: options } = parseArgs({
  options: {
    net: { type: 'string', default: [...benchArchitectures.keys()].join() },
    batch: { type: 'string', default: '1,32' },
    only: { type: 'string', default: MEASURED.join() },
    threads: { type: 'string', default: '1' },
    relaxed: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    node: { type: 'string', default: process.execPath },
    json: { type: 'string' },
  },
});

/** One layer at one batch size. */
export interface LayerResult {
  readonly network: string;
  readonly operation: Operation;
  readonly batch: number;
  /** Milliseconds of a call, ours and tfjs's. */
  readonly ours: Summary;
  readonly tfjs: Summary;
  /** In CPU time of all threads. */
  readonly oursCpu: Summary;
  readonly tfjsCpu: Summary;
  readonly paths: readonly string[];
  /** Of the largest output. */
  readonly largestDifference: number;
}

const [ours, tfjs] = [start('fer'), start('tfjs-wasm')];
try {
  const machine = await ours.ask<Machine>({ type: 'load' });
  await tfjs.ask({ type: 'load' });
  const results: LayerResult[] = [];
  for (const { network, operation } of measuredOperations()) {
    for (const batch of options.batch.split(',').map(Number)) {
      results.push(await measure(network, operation, batch));
    }
  }
  writeReport({ bench: 'layers', machine, options, results }, options.json, toRows);
} finally {
  ours.stop();
  tfjs.stop();
}

function start(system: LayersSetup['system']) {
  const setup: LayersSetup = { system, threads: Number(options.threads), relaxed: options.relaxed };
  return startChild<LayersCommand>('layers-process.ts', JSON.stringify(setup), options.node);
}

function measuredOperations(): { network: string; operation: Operation }[] {
  const seen = new Set<string>();
  return options.net.split(',').flatMap((network) => {
    const { build, defaults, input } = benchArchitectures.get(network)!;
    return operationsOf(build(defaults, EMOTIONS.length), input)
      .filter(({ type }) => options.only.split(',').includes(type))
      .filter((operation) => {
        const key = JSON.stringify({ ...operation, layer: undefined });
        return !seen.has(key) && seen.add(key);
      })
      .map((operation) => ({ network, operation }));
  });
}

async function measure(network: string, operation: Operation, batch: number): Promise<LayerResult> {
  const prepare: LayersCommand = { type: 'prepare', operation, batch };
  const expected = await tfjs.ask<Prepared>(prepare);
  const { output, paths } = await ours.ask<Prepared>(prepare);
  const largest = expected.output.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const difference = largestDifference(output, expected.output) / largest;
  if (!(difference <= TOLERANCE)) {
    throw new Error(`${network}/${operation.layer}, batch ${batch}: we differ from tfjs by ${difference}.`);
  }
  const times = { ours: [] as Times[], tfjs: [] as Times[] };
  for (let round = 0; round < Number(options.rounds); round++) {
    times.ours.push(await ours.ask<Times>({ type: 'measure', durationMs: TURN_MS }));
    times.tfjs.push(await tfjs.ask<Times>({ type: 'measure', durationMs: TURN_MS }));
  }
  return {
    network,
    operation,
    batch,
    ours: summarize(times.ours.flatMap(({ wall }) => wall)),
    tfjs: summarize(times.tfjs.flatMap(({ wall }) => wall)),
    oursCpu: summarize(times.ours.flatMap(({ cpu }) => cpu)),
    tfjsCpu: summarize(times.tfjs.flatMap(({ cpu }) => cpu)),
    paths,
    largestDifference: difference,
  };
}

function toRows(results: readonly LayerResult[]): object[] {
  return results.map(({ network, operation, batch, ours, tfjs, oursCpu, tfjsCpu, paths, ...row }) => {
    const gigaflops = (ms: number) => round((operation.flops * batch) / ms / 1e6);
    const window = 'window' in operation ? ` ${operation.window.join('×')}` : '';
    return {
      layer: `${network} ${operation.layer}`,
      operation: `${operation.type}${window} [${operation.input}] → [${operation.output}]`,
      batch,
      'ms, fastest': round(ours.minimum),
      'GFLOP/s': gigaflops(ours.minimum),
      tfjs: gigaflops(tfjs.minimum),
      'tfjs/ours': round(tfjs.minimum / ours.minimum),
      median: round(tfjs.median / ours.median),
      CPU: round(tfjsCpu.minimum / oursCpu.minimum),
      ran: paths.join(' ') || 'tfjs',
      difference: row.largestDifference.toExponential(0),
    };
  });
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
