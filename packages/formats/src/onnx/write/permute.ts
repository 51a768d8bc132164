/**
 * Reorders the axes of a tensor of rank 4: axis `i` of the result is axis `order[i]` of `data`.
 *
 * @param shape of `data`
 */
export function permute4(
  data: Float32Array,
  shape: readonly number[],
  order: readonly [number, number, number, number],
): Float32Array {
  const strides = [shape[1]! * shape[2]! * shape[3]!, shape[2]! * shape[3]!, shape[3]!, 1];
  const [s0, s1, s2, s3] = order.map((axis) => strides[axis]!) as [number, number, number, number];
  const [n0, n1, n2, n3] = order.map((axis) => shape[axis]!) as [number, number, number, number];
  const result = new Float32Array(data.length);
  let at = 0;
  for (let i0 = 0; i0 < n0; i0++) {
    for (let i1 = 0; i1 < n1; i1++) {
      for (let i2 = 0; i2 < n2; i2++) {
        for (let i3 = 0; i3 < n3; i3++) result[at++] = data[i0 * s0 + i1 * s1 + i2 * s2 + i3 * s3]!;
      }
    }
  }
  return result;
}
