import {
  createNetwork,
  FerError,
  type Network,
  preprocessFace,
  type RegionResizer,
  resizeRegion,
  sizeOf,
} from '@fer/core';
import * as Op from '../../../assembly/op-codes.ts';
import { JobRunner } from '../../engine/job-runner.ts';
import type { Plan } from '../plan.ts';
import type { NetworkEngine } from './network-engine.ts';
import type { MeasuredNetwork, NetworkLayout, PlacedOp } from './network-layout.ts';
import { encodeProgram } from './program.ts';
import { resizeRegionOn } from './resize-region.ts';
import { WorkplacePrograms } from './workplace-programs.ts';

/**
 * Puts a plan into the memory of an engine.
 *
 * @param done called once, when the network is disposed of
 * @throws FerError `FER_RUNTIME_FAILED` if there is not enough memory, or naming the op whose weights it could not pack
 */
export function loadNetwork(
  plan: Plan,
  measured: MeasuredNetwork,
  engine: NetworkEngine,
  done: () => void,
): Network {
  const { inputs, outputs, batch } = plan;
  const region = engine.takeRegion(measured.byteLength);
  engine.clear(region, measured.byteLength);
  const compiled = new CompiledNetwork(plan, measured.place(region), engine);
  let resize: RegionResizer | undefined = (...cut) => resizeRegionOn(engine, ...cut) ?? resizeRegion(...cut);
  const network = createNetwork({
    inputs: inputs.map(({ name, shape }) => ({ name, shape })),
    outputs: outputs.map(({ name, shape }) => ({ name, shape })),
    batch,
    together: compiled.together,
    compute: (feeds, images) => compiled.compute(feeds, images),
    release() {
      resize = undefined;
      engine.releaseRegion(region);
      done();
    },
  });
  return {
    ...network,
    preprocess: (image, spec, region) => preprocessFace(image, spec, region, resize),
  };
}

/** With as many images a thread, one image more for some of them leaves the others idle for little of the time. */
const EVEN_ENOUGH = 4;

/** A plan in its region, ready to run. A batch is one call into the binary. */
class CompiledNetwork {
  readonly #plan: Plan;
  readonly #layout: NetworkLayout;
  readonly #engine: NetworkEngine;
  readonly #programs: WorkplacePrograms;
  readonly #sharePrograms: readonly WorkplacePrograms[];

  constructor(plan: Plan, layout: NetworkLayout, engine: NetworkEngine) {
    this.#plan = plan;
    this.#layout = layout;
    this.#engine = engine;
    this.#programs = new WorkplacePrograms(layout, layout);
    this.#sharePrograms = layout.shares.map((share) => new WorkplacePrograms(share, layout));
    for (const [index, op] of layout.ops.entries()) {
      try {
        placeWeights(op, layout, engine);
      } catch (cause) {
        const failure = trapped(plan.ops[index]!.name, cause);
        engine.abandon(failure);
        throw failure;
      }
    }
  }

  /** How many images take hardly longer than one. */
  get together(): number {
    const { shares, leastShare } = this.#layout;
    return leastShare <= 1 ? Math.max(shares.length, 1) : 1;
  }

  /** @returns what the next call may overwrite */
  compute(feeds: readonly Float32Array[], images: number): Float32Array[] {
    if (this.#engine.failure !== undefined) throw this.#engine.failure;
    const counts = this.#sharesOf(images);
    return counts === undefined ? this.#computeTogether(feeds, images) : this.#computeApart(feeds, counts);
  }

  /** All threads at the steps of all images. */
  #computeTogether(feeds: readonly Float32Array[], images: number): Float32Array[] {
    const { floats, words, jobs } = this.#engine;
    for (const [index, feed] of feeds.entries()) floats.set(feed, this.#layout.inputs[index]! / 4);
    const program = this.#programs.use(images, words);
    this.#run(images, () => jobs.runSteps(this.#layout.program, program.steps, program.sharedChunks));
    return this.#plan.outputs.map(({ shape }, index) => {
      const first = this.#layout.outputs[index]! / 4;
      return floats.subarray(first, first + images * sizeOf(shape));
    });
  }

  /** Each thread at all steps of its share, so that none waits for another after each. */
  #computeApart(feeds: readonly Float32Array[], counts: readonly number[]): Float32Array[] {
    const { floats, words, jobs } = this.#engine;
    const { shares, sharePrograms } = this.#layout;
    const { inputs, outputs } = this.#plan;
    const firsts = counts.map((_, share) => sum(counts.slice(0, share)));
    const images = sum(counts);
    for (const [share, count] of counts.entries()) {
      const part = (size: number) => [firsts[share]! * size, (firsts[share]! + count) * size] as const;
      for (const [index, feed] of feeds.entries()) {
        floats.set(feed.subarray(...part(sizeOf(inputs[index]!.shape))), shares[share]!.inputs[index]! / 4);
      }
      const { steps } = this.#sharePrograms[share]!.use(count, words);
      words.set([shares[share]!.program, steps], sharePrograms / 4 + 2 * share);
    }
    this.#run(images, () => jobs.run(Op.runProgram, sharePrograms, counts.length));
    return outputs.map(({ shape }, index) => {
      const size = sizeOf(shape);
      const result = new Float32Array(images * size);
      for (const [share, count] of counts.entries()) {
        const first = shares[share]!.outputs[index]! / 4;
        result.set(floats.subarray(first, first + count * size), firsts[share]! * size);
      }
      return result;
    });
  }

  /** How many images each thread computes alone; `undefined` where that would leave one idle for long, or costs more. */
  #sharesOf(images: number): readonly number[] | undefined {
    const threads = this.#layout.shares.length;
    const { jobs } = this.#engine;
    if (threads === 0 || jobs.threads !== threads) return undefined;
    if (images < Math.max(this.#layout.leastShare, 1) * threads) return undefined;
    if (images % threads !== 0 && images < EVEN_ENOUGH * threads) return undefined;
    if (!jobs.isWorthWaking(this.#programs.for(images).sharedChunks)) return undefined;
    const upTo = (share: number) => Math.floor((images * share) / threads);
    return Array.from({ length: threads }, (_, share) => upTo(share + 1) - upTo(share));
  }

  #run(images: number, run: () => void): void {
    try {
      run();
    } catch (cause) {
      const failure = FerError.isInstance(cause) ? cause : trapped(this.#nameOfTrap(images), cause);
      this.#engine.abandon(failure);
      throw failure;
    }
  }

  /** Each op once more, alone: a trap comes of sizes and addresses, not of numbers. */
  #nameOfTrap(images: number): string | undefined {
    const { exports, words } = this.#engine;
    this.#programs.use(images, words);
    const step = this.#layout.stepsFor(images).find((_step, index) => {
      const [op, args, chunks] = words.subarray(this.#layout.program / 4 + index * 3);
      try {
        exports.run(0, op!, args!, chunks!);
        return false;
      } catch {
        return true;
      }
    });
    return step && this.#plan.ops[step.planOp]!.name;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** @param op by name, if it is known */
function trapped(op: string | undefined, cause: unknown): FerError {
  return new FerError(
    'FER_RUNTIME_FAILED',
    `The network failed in WebAssembly${op === undefined ? '' : `, in its op '${op}'`} (${String(cause)}), and cannot be ` +
      'used any more. Load it again, or take the runtime cpu; and report the network that does this.',
    { details: { op, reason: String(cause) }, cause },
  );
}

/** Copies an op's weights into the memory and packs them. */
function placeWeights(
  { kernel, packed, resident }: PlacedOp,
  layout: NetworkLayout,
  { floats, words, exports }: NetworkEngine,
): void {
  for (const [index, tensor] of kernel.resident.entries()) floats.set(tensor, resident[index]! / 4);
  if (kernel.packed === undefined) return;
  // The arena is free before the first image comes.
  floats.set(kernel.packed.source, layout.arena / 4);
  const step = kernel.packed.pack({ source: layout.arena, packed });
  const program = encodeProgram([step], layout.program, layout);
  words.set(program.words, layout.program / 4);
  new JobRunner(exports).runSteps(layout.program, program.steps, 0);
}
