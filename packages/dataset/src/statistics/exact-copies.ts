import { murmur3 } from '@fer/core';

/** Rows whose images are the same byte for byte. */
export interface ExactCopies {
  /** Rows whose image has one gray level only: they show nothing, so they are copies of nothing. */
  readonly constant: readonly number[];
  /** The other rows, those with equal images together; a row that has no copy stands alone. Ascending by first row. */
  readonly classes: readonly (readonly number[])[];
}

/** @param images `[count, height, width]` */
export function groupExactCopies(images: Uint8Array, count: number): ExactCopies {
  const area = images.length / count;
  const imageOf = (row: number) => images.subarray(row * area, (row + 1) * area);
  const constant: number[] = [];
  const classes: number[][] = [];
  const byHash = new Map<number, number[][]>();

  for (let row = 0; row < count; row++) {
    const image = imageOf(row);
    if (image.every((level) => level === image[0])) {
      constant.push(row);
      continue;
    }
    const hash = murmur3(image);
    const sameHash = byHash.get(hash) ?? [];
    // Equal hashes are only a hint; of 36,000 images a few differ and share 32 bits by chance.
    const known = sameHash.find((rows) => equalBytes(imageOf(rows[0]!), image));
    if (known) {
      known.push(row);
      continue;
    }
    const fresh = [row];
    classes.push(fresh);
    byHash.set(hash, [...sameHash, fresh]);
  }
  return { constant, classes };
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
