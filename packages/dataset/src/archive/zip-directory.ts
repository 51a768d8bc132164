import { FerError } from '@fer/core';
import { archiveError } from './archive-error.ts';
import { type ByteSource, readRange } from './byte-source.ts';

/** Where the list of a zip archive's files is, and how many files it must hold. */
export interface ZipDirectory {
  readonly offset: number;
  readonly size: number;
  /** Modulo `countModulo`. */
  readonly count: number;
  /** Writers that do not know ZIP64 let a count of 16 bits run over (macOS does). */
  readonly countModulo: number;
}

// Layouts: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.14 to 4.3.16.
const END_OF_DIRECTORY = 0x06054b50;
const ZIP64_END_OF_DIRECTORY = 0x06064b50;
const ZIP64_LOCATOR = 0x07064b50;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const ZIP64_END_BYTES = 56;
const LONGEST_COMMENT_BYTES = 0xffff;

/** Some 700,000 entries; a directory that claims more is not read. */
const LONGEST_DIRECTORY_BYTES = 2 ** 26;

/**
 * Finds the directory of a zip archive, which is at its end, and holds what the end record says of it against where it
 * lies: with a smaller size or count, files would go missing unnoticed.
 *
 * @throws FerError `FER_DATA_TRUNCATED` if it is not there, `FER_DATA_CORRUPT` if it makes no sense,
 * `FER_DATA_UNSUPPORTED` for one part of several
 */
export async function findDirectory(source: ByteSource): Promise<ZipDirectory> {
  const tailStart = Math.max(0, source.size - END_BYTES - LONGEST_COMMENT_BYTES);
  const tail = viewOf(await readRange(source, tailStart, source.size));
  const end = findEnd(tail, source);
  const plain = {
    count: tail.getUint16(end + 10, true),
    size: tail.getUint32(end + 12, true),
    offset: tail.getUint32(end + 16, true),
  };
  const locator = end - LOCATOR_BYTES;
  const isWide = locator >= 0 && tail.getUint32(locator, true) === ZIP64_LOCATOR;
  if (!isWide) {
    const [disk, firstDisk, countHere] = [4, 6, 8].map((field) => tail.getUint16(end + field, true));
    assertSinglePart(source, disk! + firstDisk! === 0 && countHere === plain.count);
    return checked(source, { ...plain, countModulo: 0x10000 }, tailStart + end);
  }

  const recordStart = exactNumber(tail, locator + 8);
  const record = viewOf(await readExactly(source, recordStart, ZIP64_END_BYTES, 'its ZIP64 directory'));
  if (record.getUint32(0, true) !== ZIP64_END_OF_DIRECTORY)
    throw corrupt(source, 'its ZIP64 directory is missing');
  const [length, countHere, count, size, offset] = [4, 24, 32, 40, 48].map((at) => exactNumber(record, at));
  if (recordStart + 12 + length! !== tailStart + locator)
    throw corrupt(source, 'its ZIP64 directory has a wrong length');
  assertSinglePart(source, record.getBigUint64(16, true) === 0n && countHere === count);
  // The old fields hold the same, or that they are too narrow.
  const isSame =
    [count!, 0xffff].includes(plain.count) &&
    [size!, 0xffffffff].includes(plain.size) &&
    [offset!, 0xffffffff].includes(plain.offset);
  if (!isSame) throw corrupt(source, 'its two ends say different things');
  return checked(
    source,
    { count: count!, size: size!, offset: offset!, countModulo: Number.POSITIVE_INFINITY },
    recordStart,
  );
}

/** Reads exactly what an archive says is there. @throws FerError `FER_DATA_CORRUPT` if that is beyond its end */
export async function readExactly(
  source: ByteSource,
  start: number,
  length: number,
  what: string,
): Promise<Uint8Array> {
  if (!(start + length <= source.size)) throw corrupt(source, `${what} lies beyond its end`);
  return readRange(source, start, start + length);
}

/** 64 bits as a number; what is too big for an exact one is too big for any file, and stays so. */
export function exactNumber(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The error for a zip archive that contradicts itself. */
export function corrupt(source: ByteSource, problem: string): unknown {
  return archiveError(source.location, problem, false);
}

/** Where in the last bytes of an archive its end record starts: the one whose comment comes to the very end. */
function findEnd(tail: DataView, source: ByteSource): number {
  let problem: unknown = archiveError(source.location, 'a zip without its directory', true);
  for (let end = tail.byteLength - END_BYTES; end >= 0; end--) {
    if (tail.getUint32(end, true) !== END_OF_DIRECTORY) continue;
    const missing = end + END_BYTES + tail.getUint16(end + 20, true) - tail.byteLength;
    if (missing === 0) return end;
    problem = archiveError(
      source.location,
      missing > 0 ? 'a zip without the end of its comment' : 'bytes behind its end',
      missing > 0,
    );
  }
  throw problem;
}

function checked(source: ByteSource, directory: ZipDirectory, end: number): ZipDirectory {
  const { offset, size } = directory;
  if (!(offset + size <= end)) throw corrupt(source, 'its directory lies beyond its end');
  if (offset + size < end) throw corrupt(source, 'there are bytes between its directory and its end');
  if (size > LONGEST_DIRECTORY_BYTES) throw corrupt(source, `its directory has ${size} bytes`);
  return directory;
}

function assertSinglePart(source: ByteSource, isSingle: boolean): void {
  if (isSingle) return;
  throw new FerError(
    'FER_DATA_UNSUPPORTED',
    `${source.location} is one part of an archive in several. Join the parts, or unpack them and pass the file.`,
    { details: { location: source.location } },
  );
}
