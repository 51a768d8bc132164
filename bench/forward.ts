/**
 * Times the forward pass of three networks in our `wasm` runtime and in its peers, each in a process of its own, taking
 * turns. No time is believed before all gave the same probabilities.
 *
 *   node --conditions=@fer/source --import tsx bench/forward.ts [--net tutorial-cnn,mini-xception,vgg-bn]
 *     [--batch 1,32] [--threads 1] [--relaxed] [--rounds 7] [--systems fer,tfjs-wasm,…] [--node <path of another Node>]
 *     [--json <file>]
 */
import { parseArgs } from 'node:util';
import type { ForwardCommand, ForwardSetup } from './forward-process.ts';
import { benchArchitectures } from './networks.ts';
import { type Child, startChild } from './support/child-process.ts';
import type { Machine } from './support/machine.ts';
import { writeReport } from './support/report.ts';
import { largestDifference, type Summary, summarize } from './support/statistics.ts';
import type { Times } from './support/time-repeatedly.ts';
import { nodeSystems } from './systems/index.ts';

const TURN_MS = 300;
/** Of a probability. */
const TOLERANCE = 1e-4;
/** Plain JavaScript takes half a second an image: it is measured on one image, as a reference for the rest. */
const SLOW_SYSTEMS = ['tfjs-cpu'];

const { values: options } = parseArgs({
  options: {
    net: { type: 'string', default: [...benchArchitectures.keys()].join() },
    batch: { type: 'string', default: '1,32' },
    threads: { type: 'string', default: '1' },
    relaxed: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    systems: { type: 'string', default: nodeSystems.map(({ name }) => name).join() },
    node: { type: 'string', default: process.execPath },
    json: { type: 'string' },
  },
});
const threads = Number(options.threads);
const batches = options.batch.split(',').map(Number);
const systems = options.systems.split(',').map((name) => {
  const system = nodeSystems.find((candidate) => candidate.name === name);
  if (system === undefined) throw new Error(`There is no system '${name}'.`);
  return system;
});

interface Result {
  readonly network: string;
  readonly batch: number;
  readonly system: string;
  readonly threads: number;
  /** Milliseconds of a whole batch. */
  readonly ms: Summary;
  /** The same in CPU time of all threads. */
  readonly cpuMs: Summary;
  readonly warmUpMs: number;
  /** From the first system's probabilities. */
  readonly largestDifference: number;
}

interface Contestant {
  readonly name: string;
  readonly threads: number;
  readonly child: Child<ForwardCommand>;
}

let machine: Machine | undefined;
const results: Result[] = [];
for (const network of options.net.split(',')) {
  const contestants = systems.map(({ name, hasThreads }): Contestant => {
    const setup: ForwardSetup = { system: name, network, threads, relaxed: options.relaxed };
    const child = startChild<ForwardCommand>('forward-process.ts', JSON.stringify(setup), options.node);
    return { name, threads: hasThreads ? threads : 1, child };
  });
  try {
    for (const { child } of contestants) machine = await child.ask<Machine>({ type: 'load' });
    for (const batch of batches) {
      const able = contestants.filter(({ name }) => batch === 1 || !SLOW_SYSTEMS.includes(name));
      results.push(...(await compete(network, batch, able)));
    }
  } finally {
    for (const { child } of contestants) child.stop();
  }
}

writeReport({ bench: 'forward', machine: machine!, options, results }, options.json, (all) =>
  all.map(({ network, batch, system, threads, ms, cpuMs, ...row }) => {
    const ours = all.find((other) => other.network === network && other.batch === batch)!;
    return {
      network,
      batch,
      system: `${system} ×${threads}`,
      'ms an image, median': round(ms.median / batch),
      fastest: round(ms.minimum / batch),
      'CPU ms, fastest': round(cpuMs.minimum / batch),
      'median/ours': round(ms.median / ours.ms.median),
      'fastest/ours': round(ms.minimum / ours.ms.minimum),
      'CPU/ours': round(cpuMs.minimum / ours.cpuMs.minimum),
      difference: row.largestDifference.toExponential(1),
      repetitions: ms.repetitions,
    };
  }),
);

async function compete(network: string, batch: number, contestants: Contestant[]): Promise<Result[]> {
  const differences = await compare(network, batch, contestants);
  const warmUps: number[] = [];
  for (const { child } of contestants) warmUps.push(await child.ask<number>({ type: 'warm-up', batch }));

  const wall = contestants.map((): number[] => []);
  const cpu = contestants.map((): number[] => []);
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [index, { child }] of contestants.entries()) {
      const times = await child.ask<Times>({ type: 'measure', batch, durationMs: TURN_MS });
      wall[index]!.push(...times.wall);
      cpu[index]!.push(...times.cpu);
    }
  }
  return contestants.map(({ name, threads }, index) => ({
    network,
    batch,
    system: name,
    threads,
    ms: summarize(wall[index]!),
    cpuMs: summarize(cpu[index]!),
    warmUpMs: warmUps[index]!,
    largestDifference: differences[index]!,
  }));
}

async function compare(network: string, batch: number, contestants: Contestant[]): Promise<number[]> {
  let first: Float32Array | undefined;
  const differences: number[] = [];
  for (const { name, child } of contestants) {
    const probabilities = await child.ask<Float32Array>({ type: 'predict', batch });
    first ??= probabilities;
    const difference = largestDifference(first, probabilities);
    if (!(difference <= TOLERANCE)) {
      throw new Error(
        `${network}, batch ${batch}: ${name} gives other probabilities than ${contestants[0]!.name}, by ${difference}.`,
      );
    }
    differences.push(difference);
  }
  return differences;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
