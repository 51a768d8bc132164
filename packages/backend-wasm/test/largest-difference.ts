/** The largest distance between two arrays of equal length; NaN where one has NaN and the other has not. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) {
    throw new Error(`${actual.length} numbers instead of ${expected.length}`);
  }
  let largest = 0;
  for (let index = 0; index < actual.length; index++) {
    if (Object.is(actual[index], expected[index])) continue;
    const distance = Math.abs(actual[index]! - expected[index]!);
    if (Number.isNaN(distance)) return Number.NaN;
    largest = Math.max(largest, distance);
  }
  return largest;
}
