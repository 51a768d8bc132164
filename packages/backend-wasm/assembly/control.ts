import * as ControlField from './control-field';
import { run_chunk } from './run-chunk';

// How often a thread looks before it sleeps: some 20 µs for the caller, 100 µs for a worker (which costs 60 to wake).
const callerSpins = 10000;
const workerSpins = 50000;

/**
 * Computes a job and returns when it is done: in the calling thread alone, or with the workers' help where there is a
 * control block. The chunks of a job are a function of its shapes only, and no two write to the same place, so that
 * the result does not depend on the number of threads.
 *
 * @param control the control block; 0 without threads
 * @param args    the address of the op's arguments
 * @returns whether the job is done; if not, a worker is late: call `finish` until it is
 */
export function run(control: usize, op: i32, args: usize, chunks: i32): bool {
  if (!ASC_FEATURE_THREADS || control == 0 || chunks == 1) {
    for (let chunk = 0; chunk < chunks; chunk++) run_chunk(op, args, chunk, 0);
    return true;
  }
  // Once: they take a while to wake, and the jobs until then need not call them again. Before the job is counted, so
  // that who falls asleep from here on leaves word for the next job.
  const wakes = atomic.xchg<i32>(control + ControlField.asleep, 0) != 0;
  store<i32>(control + ControlField.op, op);
  store<u32>(control + ControlField.args, <u32>args);
  store<i32>(control + ControlField.chunks, chunks);
  atomic.store<i32>(control + ControlField.done, 0);
  // From here on workers may claim. Whoever claims a chunk keeps the job from ending, so what it reads is this job's.
  atomic.store<i32>(control + ControlField.remaining, chunks);
  atomic.add<i32>(control + ControlField.generation, 1);
  if (wakes) atomic.notify(control + ControlField.generation, -1);
  while (run_claimed(control, 0)) {}
  return finish(control);
}

/** Waits a while for the workers. @returns whether the job is done */
export function finish(control: usize): bool {
  if (!ASC_FEATURE_THREADS || control == 0) return true;
  const chunks = load<i32>(control + ControlField.chunks);
  for (let spin = 0; spin < callerSpins; spin++) {
    if (atomic.load<i32>(control + ControlField.done) >= chunks) return true;
  }
  if (load<i32>(control + ControlField.callerMaySleep)) {
    atomic.store<i32>(control + ControlField.callerSleeps, 1);
    const done = atomic.load<i32>(control + ControlField.done);
    if (done < chunks) atomic.wait<i32>(control + ControlField.done, done, 10000000);
    atomic.store<i32>(control + ControlField.callerSleeps, 0);
  }
  return atomic.load<i32>(control + ControlField.done) >= chunks;
}

/**
 * Runs the steps of a plan, one after the other: `[op, args, chunks]` each, three i32.
 *
 * @param first the step to begin with
 * @param end   one past the last step
 * @returns `end`, or the step that a worker is late with: call `finish` until it is done, then go on after it
 */
export function run_steps(control: usize, steps: usize, first: i32, end: i32): i32 {
  for (let step = first; step < end; step++) {
    const at = steps + <usize>step * 12;
    if (!run(control, load<i32>(at), <usize>load<u32>(at, 4), load<i32>(at, 8))) return step;
  }
  return end;
}

/**
 * What a worker thread does until it is told to stop: claim chunks, spin a while, sleep.
 *
 * @param thread its number, from 1; the caller is 0
 */
export function work(control: usize, thread: i32): void {
  if (!ASC_FEATURE_THREADS) return;
  const remaining = control + ControlField.remaining;
  while (!atomic.load<i32>(control + ControlField.stop)) {
    if (run_claimed(control, thread)) continue;
    const generation = atomic.load<i32>(control + ControlField.generation);
    let spins = workerSpins;
    while (spins > 0 && atomic.load<i32>(remaining) <= 0) spins--;
    if (spins > 0) continue;
    // A caller that publishes now wakes the sleeper, is seen by it, or wakes it at its next job.
    atomic.store<i32>(control + ControlField.asleep, 1);
    if (atomic.load<i32>(remaining) <= 0 && !atomic.load<i32>(control + ControlField.stop)) {
      atomic.wait<i32>(control + ControlField.generation, generation, -1);
    }
  }
}

// Claims a chunk and computes it. @returns whether there was one
function run_claimed(control: usize, thread: i32): bool {
  const remaining = control + ControlField.remaining;
  if (atomic.load<i32>(remaining) <= 0) return false;
  const claimed = atomic.sub<i32>(remaining, 1);
  if (claimed <= 0) return false;
  const chunks = load<i32>(control + ControlField.chunks);
  const args = <usize>load<u32>(control + ControlField.args);
  const busy = control + ControlField.busy + ((<usize>thread) << 2);
  store<i32>(busy, 1);
  run_chunk(load<i32>(control + ControlField.op), args, chunks - claimed, thread);
  store<i32>(busy, 0);
  const done = atomic.add<i32>(control + ControlField.done, 1) + 1;
  if (done == chunks && atomic.load<i32>(control + ControlField.callerSleeps)) {
    atomic.notify(control + ControlField.done, 1);
  }
  return true;
}
