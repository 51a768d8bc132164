/** How the arguments of every op begin: memory that each thread has to itself while it computes a chunk. */
@unmanaged
export class Scratch {
  private scratch: usize;
  private scratchBytes: usize;

  /** The scratch memory of a thread, 64-byte aligned; its content is undefined. */
  @inline
  scratchOf(thread: i32): usize {
    return this.scratch + <usize>thread * this.scratchBytes;
  }
}
