import type { JobRunner } from './job-runner.ts';
import { argumentsOf, argumentWords, type Step, scratchBytesOf } from './step.ts';

/** The memory that steps need besides their tensors; an allocator that may move its memory's end, never its blocks. */
export interface StepMemory {
  /** @returns the byte offset of a 64-byte aligned block */
  reserve(byteLength: number): number;
  release(address: number): void;
  writeInt32(address: number, values: readonly number[]): void;
}

/** Runs single steps, with arguments and scratch memory that are kept from one step to the next. */
export class StepRunner {
  readonly #jobs: JobRunner;
  readonly #memory: StepMemory;
  readonly #args: number;
  #scratch = 0;
  #scratchBytes = 0;

  constructor(jobs: JobRunner, memory: StepMemory) {
    this.#jobs = jobs;
    this.#memory = memory;
    this.#args = memory.reserve(argumentWords * 4);
  }

  run(step: Step): void {
    const bytes = scratchBytesOf(step);
    const needed = bytes * this.#jobs.threads;
    if (needed > this.#scratchBytes) this.#growScratch(needed);
    this.#memory.writeInt32(this.#args, argumentsOf(step, this.#scratch, bytes));
    this.#jobs.run(step.op, this.#args, step.chunks);
  }

  #growScratch(byteLength: number): void {
    if (this.#scratch !== 0) this.#memory.release(this.#scratch);
    // Should the memory be used up, the next step must not give the same block back again.
    this.#scratch = 0;
    this.#scratchBytes = 0;
    this.#scratch = this.#memory.reserve(byteLength);
    this.#scratchBytes = byteLength;
  }
}
