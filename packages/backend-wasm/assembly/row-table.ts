/**
 * Fills a table with pointers to `count` rows that lie one after the other, and pads it to a multiple of four with
 * `outside`, so that tiles of four rows need no tail.
 *
 * @param stride floats between rows
 */
export function fill_row_table(table: usize, first: usize, stride: usize, count: i32, outside: usize): void {
  let pointer = first;
  const padded = (count + 3) & ~3;
  for (let row = 0; row < padded; row++) {
    store<u32>(table + ((<usize>row) << 2), row < count ? <u32>pointer : <u32>outside);
    pointer += stride << 2;
  }
}
