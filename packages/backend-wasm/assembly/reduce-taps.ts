/**
 * For each of `count` windows, the largest of (`max`), or the sum times `scale` of `taps` runs of floats, float by
 * float.
 *
 * @param base        where offset 0 lies
 * @param offset      of the first window's first run
 * @param tapBytes    from one run to the next; an offset that reaches `wrapBytes` starts again from 0
 * @param strideBytes from one window to the next
 * @param to          `count` runs of `runBytes`, one after the other, overwritten
 */
export function reduce_taps(
  base: usize,
  offset: usize,
  tapBytes: usize,
  wrapBytes: usize,
  taps: i32,
  strideBytes: usize,
  count: i32,
  to: usize,
  runBytes: usize,
  scale: f32,
  max: bool,
): void {
  // Up to five runs at a time. What they gave is the first of the next five.
  let first = base + offset;
  let firstStride = strideBytes;
  let left = taps;
  for (;;) {
    const runs = min(left, 5);
    const at1 = next_offset(offset, tapBytes, wrapBytes);
    const at2 = next_offset(at1, tapBytes, wrapBytes);
    const at3 = next_offset(at2, tapBytes, wrapBytes);
    const at4 = next_offset(at3, tapBytes, wrapBytes);
    left -= runs;
    const factor: f32 = left > 0 ? 1 : scale;
    const p1 = base + at1;
    const p2 = base + at2;
    const p3 = base + at3;
    const p4 = base + at4;
    if (max) reduce_some(runs, first, firstStride, p1, p2, p3, p4, strideBytes, count, to, runBytes, factor, true);
    else reduce_some(runs, first, firstStride, p1, p2, p3, p4, strideBytes, count, to, runBytes, factor, false);
    if (left <= 0) return;
    first = to;
    firstStride = runBytes;
    offset = at4;
    left++;
  }
}

// @ts-ignore: decorator
@inline
function next_offset(offset: usize, tapBytes: usize, wrapBytes: usize): usize {
  const next = offset + tapBytes;
  return next >= wrapBytes ? next - wrapBytes : next;
}

// One loop for every number of runs, so that none looks at runs that are not there.
// @ts-ignore: decorator
@inline
function reduce_some(
  runs: i32,
  p0: usize,
  firstStride: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  p4: usize,
  stride: usize,
  count: i32,
  to: usize,
  runBytes: usize,
  scale: f32,
  max: bool,
): void {
  switch (runs) {
    case 5:
      return reduce_runs(5, p0, firstStride, p1, p2, p3, p4, stride, count, to, runBytes, scale, max);
    case 4:
      return reduce_runs(4, p0, firstStride, p1, p2, p3, p4, stride, count, to, runBytes, scale, max);
    case 3:
      return reduce_runs(3, p0, firstStride, p1, p2, p3, p4, stride, count, to, runBytes, scale, max);
    case 2:
      return reduce_runs(2, p0, firstStride, p1, p2, p3, p4, stride, count, to, runBytes, scale, max);
    case 1:
      return reduce_runs(1, p0, firstStride, p1, p2, p3, p4, stride, count, to, runBytes, scale, max);
    default:
      return reduce_runs(0, p0, firstStride, p1, p2, p3, p4, stride, count, to, runBytes, scale, max);
  }
}

// @ts-ignore: decorator
@inline
function reduce_runs(
  runs: i32,
  p0: usize,
  firstStride: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  p4: usize,
  stride: usize,
  count: i32,
  to: usize,
  runBytes: usize,
  scale: f32,
  max: bool,
): void {
  const vectorBytes = runBytes & ~15;
  const blockBytes = runBytes & ~63;
  const scales = f32x4.splat(scale);
  for (; count > 0; count--) {
    let at: usize = 0;
    for (; at < blockBytes; at += 64) {
      let value0 = f32x4.splat(max ? -Infinity : 0);
      let value1 = value0;
      let value2 = value0;
      let value3 = value0;
      if (runs > 0) {
        const from = p0 + at;
        value0 = combine(value0, v128.load(from), max);
        value1 = combine(value1, v128.load(from, 16), max);
        value2 = combine(value2, v128.load(from, 32), max);
        value3 = combine(value3, v128.load(from, 48), max);
      }
      if (runs > 1) {
        const from = p1 + at;
        value0 = combine(value0, v128.load(from), max);
        value1 = combine(value1, v128.load(from, 16), max);
        value2 = combine(value2, v128.load(from, 32), max);
        value3 = combine(value3, v128.load(from, 48), max);
      }
      if (runs > 2) {
        const from = p2 + at;
        value0 = combine(value0, v128.load(from), max);
        value1 = combine(value1, v128.load(from, 16), max);
        value2 = combine(value2, v128.load(from, 32), max);
        value3 = combine(value3, v128.load(from, 48), max);
      }
      if (runs > 3) {
        const from = p3 + at;
        value0 = combine(value0, v128.load(from), max);
        value1 = combine(value1, v128.load(from, 16), max);
        value2 = combine(value2, v128.load(from, 32), max);
        value3 = combine(value3, v128.load(from, 48), max);
      }
      if (runs > 4) {
        const from = p4 + at;
        value0 = combine(value0, v128.load(from), max);
        value1 = combine(value1, v128.load(from, 16), max);
        value2 = combine(value2, v128.load(from, 32), max);
        value3 = combine(value3, v128.load(from, 48), max);
      }
      v128.store(to + at, max ? value0 : f32x4.mul(value0, scales));
      v128.store(to + at, max ? value1 : f32x4.mul(value1, scales), 16);
      v128.store(to + at, max ? value2 : f32x4.mul(value2, scales), 32);
      v128.store(to + at, max ? value3 : f32x4.mul(value3, scales), 48);
    }
    for (; at < vectorBytes; at += 16) {
      v128.store(to + at, reduce_vector(runs, p0 + at, p1 + at, p2 + at, p3 + at, p4 + at, scales, max));
    }
    for (; at < runBytes; at += 4) {
      store<f32>(to + at, reduce_float(runs, p0 + at, p1 + at, p2 + at, p3 + at, p4 + at, scale, max));
    }
    p0 += firstStride;
    p1 += stride;
    p2 += stride;
    p3 += stride;
    p4 += stride;
    to += runBytes;
  }
}

// @ts-ignore: decorator
@inline
function reduce_vector(
  runs: i32,
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  p4: usize,
  scales: v128,
  max: bool,
): v128 {
  let value = f32x4.splat(max ? -Infinity : 0);
  if (runs > 0) value = combine(value, v128.load(p0), max);
  if (runs > 1) value = combine(value, v128.load(p1), max);
  if (runs > 2) value = combine(value, v128.load(p2), max);
  if (runs > 3) value = combine(value, v128.load(p3), max);
  if (runs > 4) value = combine(value, v128.load(p4), max);
  return max ? value : f32x4.mul(value, scales);
}

// The first if neither is larger: NaN never wins.
// @ts-ignore: decorator
@inline
function combine(a: v128, b: v128, max: bool): v128 {
  return max ? f32x4.pmax(a, b) : f32x4.add(a, b);
}

// @ts-ignore: decorator
@inline
function reduce_float(
  runs: i32,
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  p4: usize,
  scale: f32,
  max: bool,
): f32 {
  let value: f32 = max ? -Infinity : 0;
  if (runs > 0) value = combine_float(value, load<f32>(p0), max);
  if (runs > 1) value = combine_float(value, load<f32>(p1), max);
  if (runs > 2) value = combine_float(value, load<f32>(p2), max);
  if (runs > 3) value = combine_float(value, load<f32>(p3), max);
  if (runs > 4) value = combine_float(value, load<f32>(p4), max);
  return max ? value : value * scale;
}

// @ts-ignore: decorator
@inline
function combine_float(a: f32, b: f32, max: bool): f32 {
  return max ? (b > a ? b : a) : a + b;
}
