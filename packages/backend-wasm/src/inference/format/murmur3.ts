/**
 * MurmurHash3_x86_32 with seed 0 (Austin Appleby, public domain), over whole 32-bit words. It finds damage, not malice.
 */
export function murmur3(words: Uint32Array): number {
  let hash = 0;
  for (let i = 0; i < words.length; i++) {
    const mixed = Math.imul(words[i]!, 0xcc9e2d51);
    hash ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= words.length * 4;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
