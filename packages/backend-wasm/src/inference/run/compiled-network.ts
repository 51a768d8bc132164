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
import { encodeProgram, type Program } from './program.ts';
import { resizeRegionOn } from './resize-region.ts';

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
  /** The steps for each number of images that was asked for. */
  readonly #programs = new Map<number, Program>();
  /** The one whose steps lie in the memory. */
  #current: Program | undefined;

  constructor(plan: Plan, layout: NetworkLayout, engine: NetworkEngine) {
    this.#plan = plan;
    this.#layout = layout;
    this.#engine = engine;
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

  /** @returns views of the memory, which the next call overwrites */
  compute(feeds: readonly Float32Array[], images: number): Float32Array[] {
    if (this.#engine.failure !== undefined) throw this.#engine.failure;
    const { floats } = this.#engine;
    for (const [index, feed] of feeds.entries()) floats.set(feed, this.#layout.inputs[index]! / 4);
    this.#run(images, this.#engine);
    return this.#plan.outputs.map(({ shape }, index) => {
      const first = this.#layout.outputs[index]! / 4;
      return floats.subarray(first, first + images * sizeOf(shape));
    });
  }

  #run(images: number, engine: NetworkEngine): void {
    const program = this.#useProgram(images, engine);
    try {
      engine.jobs.runSteps(this.#layout.program, program.steps, program.sharedChunks);
    } catch (cause) {
      const failure = FerError.isInstance(cause) ? cause : trapped(this.#nameOfTrap(images, engine), cause);
      engine.abandon(failure);
      throw failure;
    }
  }

  /** Each op once more, alone: a trap comes of sizes and addresses, not of numbers. */
  #nameOfTrap(images: number, { exports, words }: NetworkEngine): string | undefined {
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

  #useProgram(images: number, { words }: NetworkEngine): Program {
    let program = this.#programs.get(images);
    if (program === undefined) {
      program = encodeProgram(this.#layout.stepsFor(images), this.#layout.program, this.#layout);
      this.#programs.set(images, program);
    }
    if (program !== this.#current) {
      words.set(program.words, this.#layout.program / 4);
      this.#current = program;
    }
    return program;
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
