const COLUMNS = 9;
const ROWS = 8;

/**
 * The 64-bit difference hash ("dHash") of each image: shrunk to 9×8 pixels by averaging areas, one bit for each pair
 * of neighbours in a row, set where the right one is brighter. Light and contrast do not change it, small marks change
 * few bits. Source: Neal Krawetz 2013, "Kind of Like That", hackerfactor.com/blog/index.php?/archives/529.
 *
 * @param images `[count, height, width]`, 0..255
 * @returns `[count, 2]`, rows 0..3 of bits in the first word, rows 4..7 in the second
 */
export function differenceHashes(
  images: Uint8Array,
  count: number,
  width: number,
  height: number,
): Uint32Array {
  const hashes = new Uint32Array(2 * count);
  const columns = areaShares(width, COLUMNS);
  const rows = areaShares(height, ROWS);
  const flattened = new Float64Array(ROWS * width);
  const thumbnail = new Float64Array(ROWS * COLUMNS);

  for (let image = 0; image < count; image++) {
    const start = image * width * height;
    flattened.fill(0);
    for (const { source, target, share } of rows) {
      const from = start + source * width;
      const to = target * width;
      for (let x = 0; x < width; x++) flattened[to + x]! += images[from + x]! * share;
    }
    thumbnail.fill(0);
    for (const { source, target, share } of columns) {
      for (let row = 0; row < ROWS; row++) {
        thumbnail[row * COLUMNS + target]! += flattened[row * width + source]! * share;
      }
    }
    for (let bit = 0; bit < 64; bit++) {
      const at = Math.floor(bit / 8) * COLUMNS + (bit % 8);
      // Shares are fractions such as 1/3: a difference that is only rounding must not set a bit.
      if (thumbnail[at + 1]! - thumbnail[at]! > 1e-6) hashes[2 * image + (bit >> 5)]! |= 1 << (bit & 31);
    }
  }
  return hashes;
}

/** How much of each source pixel falls into each target pixel, along one axis, where they overlap at all. */
function areaShares(
  sourceSize: number,
  targetSize: number,
): { source: number; target: number; share: number }[] {
  const shares: { source: number; target: number; share: number }[] = [];
  const scale = sourceSize / targetSize;
  for (let target = 0; target < targetSize; target++) {
    const low = target * scale;
    const high = (target + 1) * scale;
    for (let source = Math.floor(low); source < Math.min(sourceSize, Math.ceil(high)); source++) {
      const share = (Math.min(high, source + 1) - Math.max(low, source)) / scale;
      if (share > 1e-9) shares.push({ source, target, share });
    }
  }
  return shares;
}
