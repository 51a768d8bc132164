/**
 * Byte offsets in the control block that the threads share, a cache line apart where two threads write. All fields are
 * i32. The caller publishes a job; every thread claims its chunks one by one.
 */
export const enum ControlField {
  /** Chunks of the job that nobody has claimed yet; at most 0 between jobs. */
  remaining = 0,
  /** Chunks of the job that are computed. */
  done = 64,
  /** Counts jobs; workers sleep on it. */
  generation = 128,
  /** Workers that sleep, or are about to. */
  sleepers = 132,
  /** Not 0: workers are to return. */
  stop = 136,
  op = 192,
  args = 196,
  chunks = 200,
  /** Not 0: the calling thread may sleep (never the main thread of a page). */
  callerMaySleep = 204,
  /** Not 0 while the calling thread sleeps on `done`. */
  callerSleeps = 208,
  /** The number of a worker that failed, from 1; 0 if none did. */
  failed = 212,
  /** Why it failed: UTF-16 code units, ended by 0. */
  failure = 256,
  failureEnd = 512,
  /** One field a thread, not 0 while it computes a chunk. */
  busy = 512,
}
