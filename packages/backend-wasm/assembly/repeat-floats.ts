/**
 * Writes `count` floats again and again, `total` in all.
 *
 * @param from 0 for zeros
 */
export function repeat_floats(from: usize, count: i32, to: usize, total: i32): void {
  for (let index = 0, source = 0; index < total; index++) {
    store<f32>(to, from ? load<f32>(from + ((<usize>source) << 2)) : 0);
    to += 4;
    if (++source == count) source = 0;
  }
}
