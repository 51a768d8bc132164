/** Worker threads that share a memory with the caller and help with its jobs. */
export interface ThreadPool {
  /** How many threads compute, the calling one included. */
  readonly threads: number;
  /** The address of the control block (`assembly/control-field.ts`). */
  readonly control: number;
  /** @throws FerError `FER_RUNTIME_FAILED` naming the worker if one failed or died */
  assertUsable(): void;
  /**
   * Returns when the published job is done.
   *
   * @throws FerError `FER_RUNTIME_FAILED` naming the worker if one does not come to an end
   */
  waitForWorkers(): void;
  /** Ends the workers; may be called twice. */
  dispose(): void;
}
