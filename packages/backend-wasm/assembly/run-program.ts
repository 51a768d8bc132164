import { run_chunk } from './run-chunk';

/**
 * Runs the steps of a program, all chunks of one after the other, in the calling thread: nobody waits for anybody.
 *
 * @param programs of each chunk the address of its steps, as `run_steps` has them, and how many they are (i32)
 */
export function run_program(programs: usize, chunk: i32, thread: i32): void {
  const program = programs + (<usize>chunk << 3);
  let at = <usize>load<u32>(program);
  for (let left = load<i32>(program, 4); left > 0; left--) {
    const chunks = load<i32>(at, 8);
    for (let c = 0; c < chunks; c++) run_chunk(load<i32>(at), <usize>load<u32>(at, 4), c, thread);
    at += 12;
  }
}
