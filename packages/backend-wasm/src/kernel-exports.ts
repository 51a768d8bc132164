/**
 * The functions of `fer-kernels.wasm`, as `assembly/` documents them. Addresses are byte offsets into the shared
 * memory; every other number counts elements. Callers own every buffer.
 */
export interface KernelExports {
  run(control: number, op: number, args: number, chunks: number): number;
  run_steps(control: number, steps: number, first: number, end: number): number;
  /** For tests: `run` calls it. */
  run_chunk(op: number, args: number, chunk: number, thread: number): void;
  finish(control: number): number;
  work(control: number, thread: number): void;
  f32_avg_pool_grad(geometry: number, dy: number, dx: number): void;
  f32_max_pool_grad(geometry: number, x: number, y: number, dy: number, dx: number): void;
  f32_depthwise_backprop_filter(geometry: number, x: number, dy: number, dfilter: number): void;
  f32_depthwise_backprop_input(geometry: number, dy: number, filter: number, dx: number): void;
}
