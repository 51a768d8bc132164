import {
  createNetwork,
  FerError,
  type Network,
  preprocessFace,
  type RegionResizer,
  resizeRegion,
  sizeOf,
} from '@fer/core';
import { JobRunner } from '../../engine/job-runner.ts';
import type { Plan } from '../plan.ts';
import type { NetworkEngine } from './network-engine.ts';
import type { MeasuredNetwork, NetworkLayout, PlacedOp } from './network-layout.ts';
import { encodeProgram } from './program.ts';
import { resizeRegionOn } from './resize-region.ts';
import { Shares } from './shares.ts';
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

/** A plan in its region, ready to run. A batch is one call into the binary. */
class CompiledNetwork {
  readonly #plan: Plan;
  readonly #layout: NetworkLayout;
  readonly #engine: NetworkEngine;
  readonly #programs: WorkplacePrograms;
  readonly #shares: Shares;

  constructor(plan: Plan, layout: NetworkLayout, engine: NetworkEngine) {
    this.#plan = plan;
    this.#layout = layout;
    this.#engine = engine;
    this.#programs = new WorkplacePrograms(layout, layout);
    this.#shares = new Shares(plan, layout, engine);
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

  get together(): number {
    return this.#shares.together;
  }

  /** @returns what the next call may overwrite */
  compute(feeds: readonly Float32Array[], images: number): Float32Array[] {
    if (this.#engine.failure !== undefined) throw this.#engine.failure;
    const { sharedChunks } = this.#programs.for(images);
    const counts = this.#shares.countsFor(images, sharedChunks);
    return this.#run(images, () =>
      counts === undefined ? this.#computeTogether(feeds, images) : this.#shares.compute(feeds, counts),
    );
  }

  /** All threads at the steps of all images. */
  #computeTogether(feeds: readonly Float32Array[], images: number): Float32Array[] {
    const { floats, words, jobs } = this.#engine;
    for (const [index, feed] of feeds.entries()) floats.set(feed, this.#layout.inputs[index]! / 4);
    const program = this.#programs.use(images, words);
    jobs.runSteps(this.#layout.program, program.steps, program.sharedChunks);
    return this.#plan.outputs.map(({ shape }, index) => {
      const first = this.#layout.outputs[index]! / 4;
      return floats.subarray(first, first + images * sizeOf(shape));
    });
  }

  #run<Result>(images: number, run: () => Result): Result {
    try {
      return run();
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
