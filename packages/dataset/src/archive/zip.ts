import { FerError } from '@fer/core';
import { type ByteSource, collect, type Inflaters } from './byte-source.ts';
import { corrupt, exactNumber, findDirectory, readExactly, viewOf } from './zip-directory.ts';

/** A file in a zip archive. */
export interface ZipMember {
  readonly name: string;
  /** Of its name, in bytes. */
  readonly nameLength: number;
  /** Before compression. */
  readonly size: number;
  readonly compressedSize: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Of its bytes before compression. */
  readonly crc32: number;
  /** Where its local header starts. */
  readonly headerOffset: number;
  /** Where the next thing in the archive starts. */
  readonly limit: number;
}

// Signatures and layouts: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.5.3.
const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const LOCAL_HEADER_BYTES = 30;
const CENTRAL_HEADER_BYTES = 46;
const IN_ZIP64 = 0xffffffff;

/** Whether these first bytes are those of a zip archive with at least one member. */
export function isZip(head: Uint8Array): boolean {
  return head.length >= 4 && viewOf(head).getUint32(0, true) === LOCAL_HEADER;
}

/**
 * Lists the files of a zip archive by its central directory, which is at the end: so a truncated archive is known
 * before anything of it is read, and members of unknown length in front are no riddle. No two of them may share bytes
 * or a name.
 *
 * @throws FerError `FER_DATA_TRUNCATED` if the directory is not there, `FER_DATA_CORRUPT` if it makes no sense,
 * `FER_DATA_UNSUPPORTED` for one part of several
 */
export async function listZip(source: ByteSource): Promise<ZipMember[]> {
  const directory = await findDirectory(source);
  const bytes = await readExactly(source, directory.offset, directory.size, 'its directory');
  const entries: Omit<ZipMember, 'limit'>[] = [];
  for (let position = 0; position < bytes.length; ) {
    const { entry, end } = readEntry(source, bytes, position, entries.length + 1);
    entries.push(entry);
    position = end;
  }
  if (entries.length % directory.countModulo !== directory.count) {
    throw corrupt(source, `its end counts ${directory.count} entries, its directory has ${entries.length}`);
  }
  return withLimits(source, entries, directory.offset).filter(({ name }) => !name.endsWith('/'));
}

/**
 * The bytes of one member. An error that its checksum shows comes behind its last byte.
 *
 * @throws FerError `FER_DATA_UNSUPPORTED` for a compression other than deflate; `FER_DATA_TRUNCATED`, `FER_DATA_CORRUPT`
 */
export async function* readZipMember(
  source: ByteSource,
  member: ZipMember,
  inflaters: Inflaters,
): AsyncGenerator<Uint8Array> {
  const start = await findData(source, member);
  const packed = source.stream(start, start + member.compressedSize);
  let length = 0;
  let crc = 0;
  for await (const chunk of unpack(source, member, packed, inflaters)) {
    length += chunk.length;
    if (length > member.size) throw corrupt(source, `${member.name} has more than its ${member.size} bytes`);
    crc = inflaters.crc32(chunk, crc);
    yield chunk;
  }
  if (length !== member.size) {
    throw corrupt(source, `${member.name} has ${length} bytes instead of ${member.size}`);
  }
  if (crc !== member.crc32) throw corrupt(source, `${member.name} does not have its checksum`);
}

/** One member whole; for small ones. Throws as `readZipMember`. */
export async function readZipFile(
  source: ByteSource,
  member: ZipMember,
  inflaters: Inflaters,
): Promise<Uint8Array> {
  return collect(readZipMember(source, member, inflaters));
}

function readEntry(
  source: ByteSource,
  bytes: Uint8Array,
  start: number,
  number: number,
): { entry: Omit<ZipMember, 'limit'>; end: number } {
  const view = viewOf(bytes);
  const isEntry =
    start + CENTRAL_HEADER_BYTES <= bytes.length && view.getUint32(start, true) === CENTRAL_HEADER;
  if (!isEntry) throw corrupt(source, `entry ${number} of its directory is not one`);
  const nameEnd = start + CENTRAL_HEADER_BYTES + view.getUint16(start + 28, true);
  const extraEnd = nameEnd + view.getUint16(start + 30, true);
  const end = extraEnd + view.getUint16(start + 32, true);
  if (end > bytes.length) throw corrupt(source, `entry ${number} of its directory goes on beyond it`);

  const name = new TextDecoder().decode(bytes.subarray(start + CENTRAL_HEADER_BYTES, nameEnd));
  const wideValues = zip64Values(view, nameEnd, extraEnd);
  const [size, compressedSize, headerOffset] = [24, 20, 42].map((field) => {
    const value = view.getUint32(start + field, true);
    return value === IN_ZIP64 ? wideValues.shift() : value;
  });
  if (size === undefined || compressedSize === undefined || headerOffset === undefined) {
    throw corrupt(source, `${name} lacks its ZIP64 field`);
  }
  const method = view.getUint16(start + 10, true);
  if (!Number.isSafeInteger(size) || (method === 0 && size !== compressedSize)) {
    throw corrupt(source, `${name} has two lengths, ${size} and ${compressedSize}`);
  }
  const isEncrypted = (view.getUint16(start + 8, true) & 1) === 1;
  const crc32 = view.getUint32(start + 16, true);
  return {
    entry: {
      name,
      nameLength: nameEnd - start - CENTRAL_HEADER_BYTES,
      size,
      compressedSize,
      method,
      isEncrypted,
      crc32,
      headerOffset,
    },
    end,
  };
}

/** The 64-bit values of an entry's extra field: present, in this order, only for fields that read 0xffffffff. */
function zip64Values(view: DataView, start: number, end: number): number[] {
  const values: number[] = [];
  for (let position = start; position + 4 <= end; ) {
    const stop = position + 4 + view.getUint16(position + 2, true);
    if (view.getUint16(position, true) === 1) {
      for (let field = position + 4; field + 8 <= Math.min(stop, end); field += 8) {
        values.push(exactNumber(view, field));
      }
    }
    position = stop;
  }
  return values;
}

/** Gives each entry the place where the next one starts, which it must not reach into; the last one's is the directory. */
function withLimits(
  source: ByteSource,
  entries: readonly Omit<ZipMember, 'limit'>[],
  directoryOffset: number,
): ZipMember[] {
  const inPlace = [...entries].sort((a, b) => a.headerOffset - b.headerOffset);
  const limits = new Map(
    inPlace.map((entry, index) => [entry, inPlace[index + 1]?.headerOffset ?? directoryOffset]),
  );
  const names = new Set<string>();
  return entries.map((entry) => {
    const limit = limits.get(entry)!;
    if (!(entry.headerOffset + LOCAL_HEADER_BYTES + entry.nameLength + entry.compressedSize <= limit)) {
      throw corrupt(source, `${entry.name} reaches into what follows it`);
    }
    if (names.has(entry.name)) throw corrupt(source, `it holds ${entry.name} twice`);
    names.add(entry.name);
    return { ...entry, limit };
  });
}

/** Where the bytes of a member start: behind its local header, whose length only it knows. */
async function findData(source: ByteSource, member: ZipMember): Promise<number> {
  const { name, nameLength, headerOffset, compressedSize, limit } = member;
  const bytes = await readExactly(source, headerOffset, LOCAL_HEADER_BYTES + nameLength, name);
  const header = viewOf(bytes);
  const ownName = new TextDecoder().decode(bytes.subarray(LOCAL_HEADER_BYTES));
  const isThere =
    header.getUint32(0, true) === LOCAL_HEADER &&
    header.getUint16(26, true) === nameLength &&
    ownName === name;
  if (!isThere) throw corrupt(source, `${name} is not where its directory says`);
  const start = headerOffset + bytes.length + header.getUint16(28, true);
  if (start + compressedSize > limit) throw corrupt(source, `${name} reaches into what follows it`);
  return start;
}

function unpack(
  source: ByteSource,
  { name, method, isEncrypted }: ZipMember,
  packed: AsyncIterable<Uint8Array>,
  inflaters: Inflaters,
): AsyncIterable<Uint8Array> {
  if (method === 0 && !isEncrypted) return packed;
  if (method === 8 && !isEncrypted) return inflaters.inflateRaw(packed);
  const how = isEncrypted
    ? 'is encrypted'
    : `is packed by method ${method}; only stored (0) and deflated (8) can be read`;
  throw new FerError(
    'FER_DATA_UNSUPPORTED',
    `${source.location}: ${name} ${how}. Unpack the archive and pass the file.`,
    { details: { location: source.location, member: name, method, isEncrypted } },
  );
}
