// Byte offsets in the control block that the threads share, a cache line apart where two threads write. All fields are
// i32. The caller publishes a job; every thread claims its chunks one by one.

/** Chunks of the job that nobody has claimed yet; at most 0 between jobs. */
export const remaining = 0;
/** Chunks of the job that are computed. */
export const done = 64;
/** Counts jobs; workers sleep on it. */
export const generation = 128;
/** 1 if a worker has gone to sleep since the caller last woke them. */
export const asleep = 132;
/** Not 0: workers are to return. */
export const stop = 136;
export const op = 192;
export const args = 196;
export const chunks = 200;
/** Not 0: the calling thread may sleep (never the main thread of a page). */
export const callerMaySleep = 204;
/** Not 0 while the calling thread sleeps on `done`. */
export const callerSleeps = 208;
/** The number of a worker that failed, from 1; 0 if none did. */
export const failed = 212;
/** Why it failed: UTF-16 code units, ended by 0. */
export const failure = 256;
export const failureEnd = 512;
/** One field a thread, not 0 while it computes a chunk. */
export const busy = 512;
