/**
 * Copies a short run of floats, for which a call of memory.copy would cost more than the copy. A last vector that is
 * not whole overlaps the one before.
 */
// @ts-ignore: decorator
@inline
export function copy_floats(to: usize, from: usize, byteLength: usize): void {
  if (byteLength < 16) {
    if (byteLength & 8) {
      store<u64>(to, load<u64>(from));
      to += 8;
      from += 8;
    }
    if (byteLength & 4) store<u32>(to, load<u32>(from));
    return;
  }
  const last = byteLength - 16;
  for (let at: usize = 0; at < last; at += 16) v128.store(to + at, v128.load(from + at));
  v128.store(to + last, v128.load(from + last));
}
