import type { ForwardCommand } from './forward-commands.ts';
import { largestDifference, type Summary, summarize } from './support/statistics.ts';
import type { Times } from './support/time-repeatedly.ts';

const TURN_MS = 300;
/** Of a probability. */
const TOLERANCE = 1e-4;
/** Plain JavaScript takes a tenth of a second an image: it is measured on one image, as a reference for the rest. */
const SLOW_SYSTEMS = ['tfjs-cpu'];

/** A system with a network loaded, in a process or a page of its own. */
export interface Contestant {
  readonly system: string;
  readonly threads: number;
  ask<Answer>(command: ForwardCommand): Promise<Answer>;
}

/** How fast one system was. */
export interface ForwardResult {
  readonly network: string;
  readonly batch: number;
  readonly system: string;
  readonly threads: number;
  /** Milliseconds of a whole batch. */
  readonly ms: Summary;
  /** The same in CPU time of all threads; missing in browsers. */
  readonly cpuMs?: Summary;
  readonly warmUpMs: number;
  /** From the first contestant's probabilities. */
  readonly largestDifference: number;
}

/**
 * Compares what the contestants predict, warms all up, and then lets them take turns, never two at once, so that a slow
 * minute of the machine hits all alike.
 *
 * @throws Error if the probabilities of one differ from those of the first by more than 1e-4
 */
export async function compete(
  network: string,
  batch: number,
  everyone: readonly Contestant[],
  rounds: number,
): Promise<ForwardResult[]> {
  const contestants = everyone.filter(({ system }) => batch === 1 || !SLOW_SYSTEMS.includes(system));
  const differences = await compare(network, batch, contestants);
  const warmUps: number[] = [];
  for (const contestant of contestants) {
    warmUps.push(await contestant.ask<number>({ type: 'warm-up', batch }));
  }
  const turns = contestants.map((): Times[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      turns[index]!.push(await contestant.ask<Times>({ type: 'measure', batch, durationMs: TURN_MS }));
    }
  }
  return contestants.map(({ system, threads }, index) => {
    const cpu = turns[index]!.flatMap((times) => times.cpu);
    return {
      network,
      batch,
      system,
      threads,
      ms: summarize(turns[index]!.flatMap((times) => times.wall)),
      ...(cpu.length > 0 ? { cpuMs: summarize(cpu) } : {}),
      warmUpMs: warmUps[index]!,
      largestDifference: differences[index]!,
    };
  });
}

async function compare(
  network: string,
  batch: number,
  contestants: readonly Contestant[],
): Promise<number[]> {
  let first: number[] | undefined;
  const differences: number[] = [];
  for (const contestant of contestants) {
    const probabilities = await contestant.ask<number[]>({ type: 'predict', batch });
    first ??= probabilities;
    const difference = largestDifference(first, probabilities);
    if (!(difference <= TOLERANCE)) {
      throw new Error(
        `${network}, batch ${batch}: ${contestant.system} gives other probabilities than ${contestants[0]!.system}, by ${difference}.`,
      );
    }
    differences.push(difference);
  }
  return differences;
}

/** The rows of a table for people: milliseconds an image, and how many times as long as the first system each took. */
export function competitionRows(results: readonly ForwardResult[]): object[] {
  return results.map(({ network, batch, system, threads, ms, cpuMs, ...row }) => {
    const ours = results.find((other) => other.network === network && other.batch === batch)!;
    return {
      network,
      batch,
      system: `${system} ×${threads}`,
      'ms an image, median': round(ms.median / batch),
      fastest: round(ms.minimum / batch),
      ...(cpuMs ? { 'CPU ms, fastest': round(cpuMs.minimum / batch) } : {}),
      'median/ours': round(ms.median / ours.ms.median),
      'fastest/ours': round(ms.minimum / ours.ms.minimum),
      ...(cpuMs ? { 'CPU/ours': round(cpuMs.minimum / ours.cpuMs!.minimum) } : {}),
      difference: row.largestDifference.toExponential(1),
      repetitions: ms.repetitions,
    };
  });
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
