import { assertPixels, FerError, type Network } from '@fer/core';
import { JobRunner } from '../../engine/job-runner.ts';
import type { KernelExports } from '../../kernel-exports.ts';
import type { ThreadPool } from '../../threads/thread-pool.ts';
import type { Plan } from '../plan.ts';
import type { NetworkLayout, PlacedOp } from './network-layout.ts';
import { encodeProgram, type Program } from './program.ts';

/** A plan in a memory of its own, ready to run. A batch is one call into the binary. */
export class CompiledNetwork implements Network {
  readonly #plan: Plan;
  readonly #layout: NetworkLayout;
  /** The steps for each number of images that was asked for. */
  readonly #programs = new Map<number, Program>();
  #engine: NetworkEngine | undefined;
  /** The one whose steps lie in the memory. */
  #current: Program | undefined;

  constructor(plan: Plan, layout: NetworkLayout, engine: NetworkEngine) {
    this.#plan = plan;
    this.#layout = layout;
    this.#engine = engine;
    for (const op of layout.ops) placeWeights(op, layout, engine);
  }

  async predict(pixels: Float32Array, batch: number): Promise<Float32Array> {
    const engine = this.#engine;
    if (engine === undefined) {
      throw new FerError(
        'FER_DISPOSED',
        'This network was disposed of and cannot predict any more. Load it again.',
      );
    }
    const { input, labels, batch: most } = this.#plan;
    assertPixels(pixels, batch, input);

    const imageLength = pixels.length / batch;
    const probabilities = new Float32Array(batch * labels.length);
    for (let first = 0; first < batch; first += most) {
      const images = Math.min(most, batch - first);
      const program = this.#useProgram(images, engine);
      const isWhole = images === batch;
      engine.floats.set(
        isWhole ? pixels : pixels.subarray(first * imageLength, (first + images) * imageLength),
        this.#layout.input / 4,
      );
      engine.jobs.runSteps(this.#layout.program, program.steps);
      const output = this.#layout.output / 4;
      probabilities.set(
        engine.floats.subarray(output, output + images * labels.length),
        first * labels.length,
      );
    }
    return probabilities;
  }

  dispose(): void {
    this.#engine?.pool?.dispose();
    this.#engine = undefined;
    this.#programs.clear();
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

/** The kernels on a network's memory. */
export class NetworkEngine {
  readonly floats: Float32Array;
  readonly words: Int32Array;
  readonly exports: KernelExports;
  #jobs: JobRunner;
  #pool: ThreadPool | undefined;

  constructor(memory: WebAssembly.Memory, exports: KernelExports, pool?: ThreadPool) {
    // They live as long as the memory: it never grows.
    this.floats = new Float32Array(memory.buffer);
    this.words = new Int32Array(memory.buffer);
    this.exports = exports;
    this.#pool = pool;
    this.#jobs = new JobRunner(exports, pool);
  }

  get jobs(): JobRunner {
    return this.#jobs;
  }

  get pool(): ThreadPool | undefined {
    return this.#pool;
  }

  /** Goes on with the calling thread alone; the results are the same. */
  dropThreads(): void {
    this.#pool?.dispose();
    this.#pool = undefined;
    this.#jobs = new JobRunner(this.exports);
  }
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
  new JobRunner(exports).runSteps(layout.program, program.steps);
}
