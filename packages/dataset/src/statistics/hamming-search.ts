/** A 64-bit hash is looked up in four parts of 16 bits. */
const PARTS = 4;
const PART_BITS = 16;
const BUCKETS = 1 << PART_BITS;

/**
 * Every pair of 64-bit hashes that differ in at most `maxDistance` bits, each once, the smaller index first.
 *
 * Multi-index hashing (Norouzi, Punjani and Fleet 2012, arXiv:1307.2982): two hashes that differ in at most d bits
 * differ in at most ⌊d/4⌋ bits in one of four parts at least, so it is enough to look at the hashes that share such a
 * part with one. That is a tenth of all pairs or less for faces.
 *
 * @param hashes `[count, 2]`
 */
export function forEachPairWithin(
  hashes: Uint32Array,
  maxDistance: number,
  visit: (first: number, second: number) => void,
): void {
  const count = hashes.length / 2;
  const masks = masksWithin(Math.floor(maxDistance / PARTS));
  const tables = Array.from({ length: PARTS }, (_, part) => buildTable(hashes, count, part));
  // A pair may share several parts; the last `first` that met a `second` is kept so that it is visited once.
  const metBy = new Int32Array(count).fill(-1);

  for (let first = 0; first < count; first++) {
    const low = hashes[2 * first]!;
    const high = hashes[2 * first + 1]!;
    for (const { starts, members, keys } of tables) {
      const key = keys[first]!;
      for (const mask of masks) {
        const bucket = key ^ mask;
        const end = starts[bucket + 1]!;
        for (let at = starts[bucket]!; at < end; at++) {
          const second = members[at]!;
          if (second <= first || metBy[second] === first) continue;
          metBy[second] = first;
          const distance = bitCount(low ^ hashes[2 * second]!) + bitCount(high ^ hashes[2 * second + 1]!);
          if (distance <= maxDistance) visit(first, second);
        }
      }
    }
  }
}

interface Table {
  /** `[BUCKETS + 1]`, where each bucket starts in `members`. */
  readonly starts: Uint32Array;
  /** `[count]`, indices of hashes sorted by their key, ascending within a bucket. */
  readonly members: Uint32Array;
  /** `[count]`, this part of each hash. */
  readonly keys: Uint16Array;
}

function buildTable(hashes: Uint32Array, count: number, part: number): Table {
  const keys = Uint16Array.from({ length: count }, (_, index) => partOf(hashes, index, part));
  const starts = new Uint32Array(BUCKETS + 1);
  for (const key of keys) starts[key + 1]!++;
  for (let bucket = 0; bucket < BUCKETS; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const next = starts.slice();
  const members = new Uint32Array(count);
  keys.forEach((key, index) => {
    members[next[key]!++] = index;
  });
  return { starts, members, keys };
}

function partOf(hashes: Uint32Array, index: number, part: number): number {
  return (hashes[2 * index + (part >> 1)]! >>> (PART_BITS * (part & 1))) & (BUCKETS - 1);
}

/** All 16-bit numbers with at most `bits` bits set. */
function masksWithin(bits: number): Uint16Array {
  const masks: number[] = [];
  for (let mask = 0; mask < BUCKETS; mask++) if (bitCount(mask) <= bits) masks.push(mask);
  return Uint16Array.from(masks);
}

/** Bits set in a 32-bit word (Warren, Hacker's Delight, figure 5-2). */
function bitCount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
