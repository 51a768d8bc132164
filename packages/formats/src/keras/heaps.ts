import { damaged } from '../failures.ts';

/** A heap of texts: where it begins, and how long each is by its index. */
interface Heap {
  readonly address: number;
  readonly sizes: ReadonlyMap<number, number>;
}

/**
 * Refuses heaps of texts that the library would not get over: entries that do not go on, of which it would read the same
 * one for ever, and texts that are told to be longer than their entry, for which it would take up memory unseen. The
 * layout is that of the file format specification, section III.E: a collection of entries, each with an index and a size;
 * index 0 is the free rest.
 *
 * @throws FerError `FER_WEIGHTS_CORRUPT`
 */
export function assertHeaps(bytes: Uint8Array, subject: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const heaps = findHeaps(view, bytes, subject);
  if (heaps.length > 0) assertReferences(view, bytes, heaps, subject);
}

function findHeaps(view: DataView, bytes: Uint8Array, subject: string): Heap[] {
  const heaps: Heap[] = [];
  // Heaps that lie over each other would be walked again and again.
  let steps = bytes.length;
  // `GCOL`, at any place: the file may be damaged so that it lies where none would be written.
  for (let at = bytes.indexOf(0x47); at >= 0 && at + 16 <= bytes.length; at = bytes.indexOf(0x47, at + 1)) {
    const isVersion1 = bytes[at + 4] === 1;
    if (view.getUint32(at) !== 0x47434f4c || !isVersion1) continue;
    const end = Math.min(bytes.length, at + Number(view.getBigUint64(at + 8, true)));
    const sizes = new Map<number, number>();
    for (let entry = at + 16; entry + 16 <= end; ) {
      const index = view.getUint16(entry, true);
      const size = Number(view.getBigUint64(entry + 8, true));
      const length = index === 0 ? size : 16 + Math.ceil(size / 8) * 8;
      // The library computes in 32 bits, where too large a step leads back.
      const goesOn = length > 0 && entry + length <= end;
      if (!goesOn || --steps < 0)
        throw damaged(subject, 'has a heap whose entries do not go on. Save or fetch it again.');
      if (index !== 0) sizes.set(index, size);
      entry += length;
    }
    heaps.push({ address: at, sizes });
  }
  return heaps;
}

/** What stands for a text elsewhere: its length, the address of its heap (8 bytes) and its index, wherever that may be. */
function assertReferences(view: DataView, bytes: Uint8Array, heaps: readonly Heap[], subject: string): void {
  const byAddress = new Map(heaps.map((heap) => [heap.address, heap]));
  const [lowest, highest] = [heaps[0]!.address, heaps.at(-1)!.address];
  /** The last four bytes as a number. */
  let low = 0;
  for (let next = 0; next + 8 < bytes.length; next++) {
    low = ((low >>> 8) | (bytes[next]! << 24)) >>> 0;
    if (low < lowest || low > highest || next < 7) continue;
    const at = next - 3;
    const heap = byAddress.get(low);
    if (heap === undefined || view.getUint32(at + 4, true) !== 0) continue;
    const size = heap.sizes.get(view.getUint32(at + 8, true));
    if (size !== undefined && view.getUint32(at - 4, true) > size)
      throw damaged(subject, 'has a text that is told to be longer than it is. Save or fetch it again.');
  }
}
