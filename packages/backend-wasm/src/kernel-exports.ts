/**
 * The functions of the binaries, as `assembly/control.ts` documents them. Addresses are byte offsets into the imported
 * memory.
 */
export interface KernelExports {
  run(control: number, op: number, args: number, chunks: number): number;
  run_steps(control: number, steps: number, first: number, end: number): number;
  /** For tests: `run` calls it. */
  run_chunk(op: number, args: number, chunk: number, thread: number): void;
  finish(control: number): number;
  work(control: number, thread: number): void;
}
