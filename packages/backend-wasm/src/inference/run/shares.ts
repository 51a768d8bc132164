import { sizeOf } from '@fer/core';
import * as Op from '../../../assembly/op-codes.ts';
import type { Plan } from '../plan.ts';
import type { NetworkEngine } from './network-engine.ts';
import type { NetworkLayout } from './network-layout.ts';
import { WorkplacePrograms } from './workplace-programs.ts';

/** With as many images a thread, one image more for some of them leaves the others idle for little of the time. */
const EVEN_ENOUGH = 4;

/** Computes batches in shares: each thread does all steps of its own, so that none waits for another after each. */
export class Shares {
  readonly #plan: Plan;
  readonly #layout: NetworkLayout;
  readonly #engine: NetworkEngine;
  readonly #programs: readonly WorkplacePrograms[];

  constructor(plan: Plan, layout: NetworkLayout, engine: NetworkEngine) {
    this.#plan = plan;
    this.#layout = layout;
    this.#engine = engine;
    this.#programs = layout.shares.map((share) => new WorkplacePrograms(share, layout));
  }

  /** How many images take hardly longer than one. */
  get together(): number {
    const { shares, leastShare } = this.#layout;
    return leastShare <= 1 ? Math.max(shares.length, 1) : 1;
  }

  /**
   * How many images each thread computes alone; `undefined` where that would leave one idle for long, or costs more.
   *
   * @param sharedChunks those of the steps of all images
   */
  countsFor(images: number, sharedChunks: number): readonly number[] | undefined {
    const { shares, leastShare } = this.#layout;
    const threads = shares.length;
    const { jobs } = this.#engine;
    // There are none for one thread, or where threads could not be had.
    if (jobs.threads !== threads) return undefined;
    if (images < Math.max(leastShare, 1) * threads) return undefined;
    if (images % threads !== 0 && images < EVEN_ENOUGH * threads) return undefined;
    if (!jobs.isWorthWaking(sharedChunks)) return undefined;
    const upTo = (share: number) => Math.floor((images * share) / threads);
    return Array.from({ length: threads }, (_, share) => upTo(share + 1) - upTo(share));
  }

  compute(feeds: readonly Float32Array[], counts: readonly number[]): Float32Array[] {
    const { floats, words, jobs } = this.#engine;
    const { shares, sharePrograms } = this.#layout;
    const { inputs, outputs } = this.#plan;
    const firsts = counts.map((_, share) => sum(counts.slice(0, share)));
    const images = sum(counts);
    for (const [share, count] of counts.entries()) {
      const first = firsts[share]!;
      for (const [index, feed] of feeds.entries()) {
        const size = sizeOf(inputs[index]!.shape);
        floats.set(feed.subarray(first * size, (first + count) * size), shares[share]!.inputs[index]! / 4);
      }
      const { steps } = this.#programs[share]!.use(count, words);
      words.set([shares[share]!.program, steps], sharePrograms / 4 + 2 * share);
    }
    jobs.run(Op.runProgram, sharePrograms, counts.length);
    return outputs.map(({ shape }, index) => {
      const size = sizeOf(shape);
      const result = new Float32Array(images * size);
      for (const [share, count] of counts.entries()) {
        const from = shares[share]!.outputs[index]! / 4;
        result.set(floats.subarray(from, from + count * size), firsts[share]! * size);
      }
      return result;
    });
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
